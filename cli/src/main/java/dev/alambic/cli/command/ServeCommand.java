package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.workbench.ServerSettings;
import dev.alambic.workbench.Workbench;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.job.Recipes;
import dev.alambic.workbench.shelf.Shelf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Starts the workbench: a page to compare models, to try them, and to watch a run. */
public final class ServeCommand implements Command {

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Usage usage() {
        return new Usage(
                "serve",
                "[run | folder with runs | model.onnx]...",
                "open a page to compare models, try them, and watch a run",
                new Flags()
                        .value(
                                "port",
                                "N",
                                "the port; 0 for any that is free (default: " + ServerSettings.USUAL_PORT + ")")
                        .value("listen", "ADDRESS", "another address than 127.0.0.1; needs a token")
                        .value("token", "WORD", "what every request must bring; new to have one made"));
    }

    /** Where the workbench is. */
    record Serving(String address) {}

    @Override
    public int run(Arguments arguments, Console console) {
        ServerSettings settings = new ServerSettings(
                arguments.text("listen").orElse(LOOPBACK),
                arguments.whole("port", 0, ServerSettings.USUAL_PORT),
                token(arguments));
        Path here = Path.of("");
        Shelf shelf = Shelf.of(arguments.files(0), here);
        Jobs jobs = new Jobs(OwnProcess::of, new Recipes(here), shelf.place(), console::progress);
        try (Workbench workbench = Workbench.start(settings, shelf, jobs, console::progress)) {
            Thread stop = new Thread(workbench::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            console.result(new Serving(workbench.address()), () -> "workbench: " + workbench.address());
            console.progress("Ctrl-C ends it");
            workbench.join();
        }
        return ExitCode.DONE;
    }

    private static @Nullable String token(Arguments arguments) {
        return arguments
                .text("token")
                .map(word -> word.equals("new") ? ServerSettings.newToken() : word)
                .orElse(null);
    }
}
