package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedRecipesTest {

    static List<String> names() {
        return ShippedRecipes.names();
    }

    @Test
    void theNamedRecipesAreThere() {
        assertThat(names())
                .contains("breast-cancer", "breast-cancer-expert", "mnist", "mnist-edge", "iris", "wine", "digits");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRecipeReadsAndSaysWhatItIsFor(String name) {
        Recipe recipe = RecipeReader.read(RecipeSource.find(name), List.of());
        assertThat(recipe.name()).isEqualTo(name);
        assertThat(recipe.description()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRecipeRoundTrips(String name) {
        Recipe recipe = RecipeReader.read(RecipeSource.find(name), List.of());
        RecipeSource written = new RecipeSource("recipe.yaml", RecipeReader.write(recipe), Optional.empty());
        assertThat(RecipeReader.read(written, List.of())).isEqualTo(recipe);
    }

    @Test
    void anUnknownNameSuggestsTheNearest() {
        assertThatThrownBy(() -> RecipeSource.find("brest-cancer"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown recipe 'brest-cancer', did you mean 'breast-cancer'?");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("mine.yaml");
        assertThatThrownBy(() -> RecipeSource.find(file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": no such recipe file");
    }

    @Test
    void dataBesideTheRecipeIsFound(@TempDir Path folder) throws Exception {
        Path data = Files.writeString(folder.resolve("my.csv"), "a,b\n");
        Path file = Files.writeString(folder.resolve("mine.yaml"), "name: mine\ndata: {source: my.csv}\n");
        Recipe recipe = RecipeReader.read(RecipeSource.find(file.toString()), List.of());
        assertThat(recipe.data().source()).isEqualTo(data.toAbsolutePath().toString());
    }
}
