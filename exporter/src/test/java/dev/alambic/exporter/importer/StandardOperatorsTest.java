package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The standard's own tests of operators, and the page that tells what came of them. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardOperatorsTest {

    private static final Path PAGE = Path.of("..", "docs", "operators.md");
    /** Begins the part that tells of rewriting, which the quantizer's tests write. */
    private static final String NEXT_PART = "\n## Rewriting";

    private final OperatorPage page = run();

    private static OperatorPage run() {
        assumeThat(StandardTest.areInstalled())
                .as("the Debian package libonnx-testdata is installed")
                .isTrue();
        return new OperatorPage(StandardTest.all().stream()
                .map(test -> new OperatorPage.Result(
                        test.folder().getFileName().toString(), test.operator(), test.isFloat(), test.run()))
                .toList());
    }

    @Test
    void noneIsWrong() {
        assertThat(page.wrong()).isEmpty();
    }

    @Test
    void mostTestsOfDifferentiableOperatorsMatch() {
        assertThat(page.differentiableMatched() / (double) page.differentiable())
                .isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void thePageOfOperatorsSaysSo() throws IOException {
        String text = page.text();
        Files.writeString(Path.of("target", "operators.md"), text);
        String rest = rest();
        if (Boolean.getBoolean("operators.update")) {
            Files.writeString(PAGE, text + rest);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text + rest);
    }

    private static String rest() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(NEXT_PART);
        return start < 0 ? "" : page.substring(start);
    }
}
