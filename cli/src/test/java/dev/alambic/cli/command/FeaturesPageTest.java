package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page of features says that can be run. */
class FeaturesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "features.md");
    private static final Pattern COMMAND = Pattern.compile("`\\./alambic run ([^`]+)`");
    private static final String FLAG = " --set ";

    static Stream<String> commands() throws IOException {
        return COMMAND.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theRecipeKnowsEveryKey(String command) {
        List<String> parts = List.of(command.split(FLAG));
        assertThat(RecipeReader.read(RecipeSource.find(parts.get(0)), parts.subList(1, parts.size()))
                        .name())
                .isNotBlank();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("commands")
    void aFewBatchesAreTrained(String command) {
        List<String> parts = List.of(command.split(FLAG));
        List<String> words = new ArrayList<>(List.of("run", parts.get(0), "--dry-run"));
        parts.subList(1, parts.size()).forEach(value -> words.addAll(List.of("--set", value)));
        assertThat(Outcome.of(words.toArray(String[]::new)).succeeds()).contains("training takes about", "student");
    }
}
