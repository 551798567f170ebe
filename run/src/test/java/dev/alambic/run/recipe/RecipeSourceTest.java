package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecipeSourceTest {

    @TempDir
    private Path folder;

    @Test
    void dataInsteadOfARecipeAreSaidToBeData() throws IOException {
        Path table = Files.writeString(folder.resolve("churn.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> RecipeSource.find(table.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(table + ": expected a recipe, was data (a recipe for them: alambic init " + table + ")");
        assertThatThrownBy(() -> RecipeSource.find(folder.toString()))
                .hasMessageEndingWith("(a recipe for them: alambic init " + folder + ")");
        assertThatThrownBy(() -> RecipeSource.find(folder.resolve("none.yaml").toString()))
                .hasMessage(folder.resolve("none.yaml") + ": no such recipe file");
    }
}
