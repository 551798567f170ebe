package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the tutorials as they are written, but for the number of epochs of the reader's own recipes. */
@Tag("slow")
class TutorialTest {
    private static final Path DOCS = Path.of("..", "docs", "tutorials");
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    /** What a shell takes as one word. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
    /** Words that are files of the reader. */
    private static final Pattern FILE = Pattern.compile(
            "(runs|photos|churn|answers|clean|thin|recovered|int8|further|digits|both)(/\\S*)?(\\.\\S+)?");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distillation-basics.md",
                "compression.md",
                "your-own-table.md",
                "your-own-pictures.md",
                "your-own-onnx-file.md"
            })
    void everyCommandRuns(String page) throws Exception {
        int followed = 0;
        Matcher blocks = COMMANDS.matcher(Files.readString(DOCS.resolve(page)));
        while (blocks.find()) {
            for (String line : blocks.group(1).lines().toList()) {
                List<String> words = new ArrayList<>(
                        WORD.matcher(line).results().map(TutorialTest::word).toList());
                words.replaceAll(word -> isFile(word) ? folder + "/" + word : word);
                follow(words);
                followed++;
            }
        }
        assertThat(followed).isGreaterThanOrEqualTo(6);
        assertThat(folder).isDirectoryContaining(path -> path.toString().endsWith(".alambic.zip"));
    }

    private static String word(MatchResult found) {
        String quoted = found.group(1);
        return quoted == null ? found.group() : quoted;
    }

    /** The data set of the name is no file, and neither is a goal. */
    private static boolean isFile(String word) {
        return FILE.matcher(word).matches() && !word.equals("digits") && !word.contains(" ");
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
        if (arguments.get(0).equals("run") && arguments.get(1).endsWith(".yaml")) {
            for (String phase : List.of("teacher", "student")) {
                arguments.addAll(List.of("--set", phase + ".training.epochs=3"));
            }
        }
        Outcome.of(arguments.toArray(String[]::new)).succeeds();
    }
}
