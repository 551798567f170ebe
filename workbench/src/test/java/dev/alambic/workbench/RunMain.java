package dev.alambic.workbench;

import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.Pipeline;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line does with {@code run RECIPE --out FOLDER} and {@code run --resume FOLDER}. */
public final class RunMain {
    private RunMain() {}

    public static ProcessBuilder process(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Djava.awt.headless=true",
                RunMain.class.getName()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder;
    }

    public static void main(String[] words) {
        int code = 0;
        try {
            run(words);
        } catch (RuntimeException e) {
            System.err.println("alambic: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static void run(String[] words) {
        RunFolder folder;
        if (words[1].equals("--resume")) {
            folder = RunFolder.open(Path.of(words[2]));
        } else {
            Recipe recipe = RecipeReader.read(RecipeSource.find(words[1]), List.of());
            RunData.of(recipe);
            folder = RunFolder.create(Path.of(words[3]), recipe);
        }
        new Pipeline(
                        folder,
                        RunData.of(folder.recipe()),
                        EngineOptions.defaults().withThreads(1),
                        Listener.NONE)
                .run();
    }
}
