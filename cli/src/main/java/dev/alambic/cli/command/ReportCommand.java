package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.report.Report;
import dev.alambic.report.run.RunRecords;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.folder.RunReader;
import java.nio.file.Path;
import java.util.List;

/** Writes the page of a run anew, or one page of several runs side by side. */
public final class ReportCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "report",
                "<run> [other run ...]",
                "write the page of a run, or of several side by side",
                new Flags()
                        .out(
                                "PAGE.html",
                                "the page (default: report.html in the run, of several runs in this folder)"));
    }

    /** What was written. */
    record Written(String page, List<String> runs) {}

    @Override
    public int run(Arguments arguments, Console console) {
        List<RunFolder> folders = folders(arguments.files(1));
        List<RunRecords> runs = folders.stream()
                .peek(folder -> console.detail("reading " + folder.path()))
                .map(RunReader::read)
                .toList();
        Path page = write(arguments, folders, runs);
        Written written = new Written(
                page.toString(),
                folders.stream().map(folder -> folder.path().toString()).toList());
        console.result(written, () -> "report: " + page);
        return ExitCode.DONE;
    }

    private static List<RunFolder> folders(List<Path> paths) {
        List<RunFolder> folders = paths.stream()
                .flatMap(path -> RunFolder.open(path).runs().stream())
                .toList();
        long different = folders.stream()
                .map(folder -> folder.path().toAbsolutePath().normalize())
                .distinct()
                .count();
        if (different < folders.size()) {
            throw new UsageException("report: a run is given twice");
        }
        return folders;
    }

    private static Path write(Arguments arguments, List<RunFolder> folders, List<RunRecords> runs) {
        if (!arguments.has("out") && runs.size() == 1) {
            return Report.write(runs.get(0), folders.get(0).path());
        }
        Path page = arguments.path("out").orElse(Path.of("report.html"));
        Report.write(runs, page);
        return page;
    }
}
