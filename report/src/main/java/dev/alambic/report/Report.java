package dev.alambic.report;

import dev.alambic.onnx.file.WholeFile;
import dev.alambic.report.chart.Plots;
import dev.alambic.report.page.Page;
import dev.alambic.report.run.RunRecords;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a page and pictures from the records of runs.
 *
 * <p>The page holds everything it shows, its pictures as vectors, and asks the network for nothing. The pictures go to
 * {@code plots/} as PNG files too, for sharing; they need a font, and are left out on a machine without any.
 */
public final class Report {

    private Report() {}

    /**
     * Writes {@code report.html} and {@code plots/} into {@code folder}, replacing files of the same names.
     *
     * @return the page
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static Path write(RunRecords run, Path folder) {
        Plots.write(run, folder.resolve("plots"));
        Path page = folder.resolve("report.html");
        write(List.of(run), page);
        return page;
    }

    /**
     * Writes the page alone.
     *
     * @param runs at least one; several are compared
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(List<RunRecords> runs, Path page) {
        WholeFile.write(page, Page.of(runs));
    }
}
