package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of data shows: its files are written, its commands run, and their output compared. */
class DataPageTest {
    private static final Path PAGE = Path.of("..", "docs", "data.md");
    private static final Pattern CONSOLE = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("\\$ (cat|./alambic) (.*)\\n((?:(?!\\$ ).*\\n)*)");
    private static final int LEAST = 8;

    @TempDir
    private Path folder;

    @Test
    void everyOutputIsThatOfItsCommand() throws IOException {
        int commands = 0;
        Matcher blocks = CONSOLE.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            Matcher steps = STEP.matcher(blocks.group(1));
            while (steps.find()) {
                if (steps.group(1).equals("cat")) {
                    Path file = folder.resolve(steps.group(2));
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, steps.group(3));
                } else {
                    assertThat(output(steps.group(2))).as(steps.group(2)).isEqualTo(steps.group(3));
                    commands++;
                }
            }
        }
        assertThat(commands).isGreaterThanOrEqualTo(LEAST);
    }

    /** Runs a command in the folder, and returns what it says as if it were run there. */
    private String output(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.replaceAll(word ->
                Files.exists(folder.resolve(word)) ? folder.resolve(word).toString() : word);
        return Outcome.of(words.toArray(String[]::new))
                .succeeds()
                .replace(System.lineSeparator(), "\n")
                .replace(folder + "/", "");
    }
}
