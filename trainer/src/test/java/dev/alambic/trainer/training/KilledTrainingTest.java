package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class KilledTrainingTest {

    @TempDir
    private Path folder;

    /** Each try is killed a moment after its first new checkpoint, in the middle of an epoch or of a write. */
    @Test
    void processKilledAgainAndAgainEndsWithTheSameBytes() throws IOException, InterruptedException {
        Path expected = folder.resolve("unbroken");
        assertThat(start(folder.resolve("a.checkpoint"), expected).waitFor()).isZero();

        Path checkpoint = folder.resolve("b.checkpoint");
        Path actual = folder.resolve("broken");
        for (int kill = 0; kill < 3; kill++) {
            Process process = start(checkpoint, actual);
            awaitChange(checkpoint, process);
            process.destroyForcibly().waitFor();
            assertThat(actual).doesNotExist();
        }
        assertThat(start(checkpoint, actual).waitFor()).isZero();
        assertThat(actual).hasSameBinaryContentAs(expected);
    }

    private static Process start(Path checkpoint, Path weights) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-cp",
                        classPath,
                        "-Dai.djl.offline=true",
                        ResumableProgram.class.getName(),
                        checkpoint.toString(),
                        weights.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(weights + ".log"))
                .start();
    }

    private static void awaitChange(Path file, Process process) throws IOException, InterruptedException {
        FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
        while (!Files.exists(file) || Files.getLastModifiedTime(file).equals(before)) {
            assertThat(process.waitFor(5, TimeUnit.MILLISECONDS))
                    .as("ended before it could be killed")
                    .isFalse();
        }
    }
}
