package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the tutorials as they are written, but for the number of epochs. */
@Tag("slow")
class TutorialTest {
    private static final Path DOCS = Path.of("..", "docs", "tutorials");
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    /** Words that are files of the reader. */
    private static final Pattern FILE = Pattern.compile("(runs|photos|churn)(/\\S+)?(\\.\\S+)?");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"your-own-table.md", "your-own-pictures.md"})
    void everyCommandRuns(String page) throws Exception {
        int followed = 0;
        Matcher blocks = COMMANDS.matcher(Files.readString(DOCS.resolve(page)));
        while (blocks.find()) {
            for (String line : blocks.group(1).lines().toList()) {
                List<String> words = new ArrayList<>(Arrays.asList(line.split("\\s+")));
                words.replaceAll(word ->
                        FILE.matcher(word).matches() ? folder.resolve(word).toString() : word);
                follow(words);
                followed++;
            }
        }
        assertThat(followed).isGreaterThanOrEqualTo(6);
        assertThat(folder).isDirectoryContaining(path -> path.toString().endsWith(".alambic.zip"));
    }

    private void follow(List<String> words) throws Exception {
        if (words.get(0).equals("java")) {
            Path program = DOCS.resolveSibling(Path.of("..").resolve(words.get(1)));
            int code = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            program.toString(),
                            words.get(2))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(code).isZero();
            return;
        }
        assertThat(words.get(0)).isEqualTo("./alambic");
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        if (arguments.get(0).equals("run")) {
            for (String phase : List.of("teacher", "student")) {
                arguments.addAll(List.of("--set", phase + ".training.epochs=3"));
            }
        }
        Outcome.of(arguments.toArray(String[]::new)).succeeds();
    }
}
