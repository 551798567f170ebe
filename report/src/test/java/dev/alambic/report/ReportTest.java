package dev.alambic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.report.run.Runs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    @TempDir
    private Path folder;

    private List<String> plots() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fullRunGivesEveryPicture() throws IOException {
        Path page = Report.write(Runs.breastCancer(), folder);
        assertThat(plots())
                .containsExactly(
                        "accuracy.png",
                        "alpha.png",
                        "confusion-student-fp16.png",
                        "confusion-student-int8.png",
                        "confusion-student-stripped.png",
                        "confusion-student.png",
                        "confusion-teacher.png",
                        "layer-sparsity.png",
                        "models.png",
                        "sparsity.png",
                        "student-loss.png",
                        "summary.png",
                        "teacher-loss.png");
        for (String plot : plots()) {
            BufferedImage image =
                    ImageIO.read(folder.resolve("plots").resolve(plot).toFile());
            assertThat(image.getWidth()).as(plot).isGreaterThanOrEqualTo(700);
        }
        assertThat(page).isEqualTo(folder.resolve("report.html"));
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void whatWasNotRecordedIsNotDrawn() throws IOException {
        Report.write(Runs.tenClasses(), folder);
        assertThat(plots()).doesNotContain("sparsity.png", "layer-sparsity.png").contains("alpha.png");
    }

    @Test
    void runWithoutRecordsStillGivesAPage() throws IOException {
        Path page = Report.write(Runs.bare(), folder);
        assertThat(plots()).containsExactly("summary.png");
        assertThat(page).content().contains("were not measured side by side").doesNotContain("<figure");
    }

    @Test
    void secondReportReplacesTheFirst() throws IOException {
        Report.write(Runs.small(), folder);
        Path page = Report.write(Runs.bare(), folder);
        assertThat(page).content().contains("<h1>bare</h1>").doesNotContain("<h1>small</h1>");
    }

    @Test
    void folderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("occupied"), "");
        assertThatThrownBy(() -> Report.write(Runs.bare(), file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("occupied");
    }
}
