package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.Recipe;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final Recipe RECIPE = Recipe.defaults().withSeed(7);

    @TempDir
    private Path folder;

    @Test
    void theNameHoldsRecipeAndTime() {
        assertThat(RunFolder.unnamed("mnist", LocalDateTime.of(2026, 1, 2, 3, 4, 5)))
                .isEqualTo(Path.of("runs", "mnist-20260102-030405"));
    }

    @Test
    void theRecipeIsKeptAsItIs() {
        RunFolder.create(folder, RECIPE);
        assertThat(RunFolder.open(folder).recipe()).isEqualTo(RECIPE);
        assertThat(folder.resolve("environment.json")).content().contains("\"java\"", "\"cores\"");
    }

    @Test
    void aFolderWithSomethingInItIsRefused() throws Exception {
        Files.writeString(folder.resolve("precious.txt"), "");
        assertThatThrownBy(() -> RunFolder.create(folder, RECIPE))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder + ": the folder is not empty (to go on with a run: alambic run --resume " + folder
                        + ")");
        assertThat(folder).isDirectoryNotContaining("glob:**.yaml");
    }

    @Test
    void onlyARunIsOpened() {
        assertThatThrownBy(() -> RunFolder.open(folder))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder + ": not the folder of a run (there is no recipe.yaml)");
    }

    @Test
    void aRunThatWasKilledWhileItBeganIsBegunAgain() throws Exception {
        Files.createDirectories(folder.resolve("models"));
        assertThat(RunFolder.createOrOpen(folder, RECIPE).recipe()).isEqualTo(RECIPE);
        assertThat(RunFolder.createOrOpen(folder, Recipe.defaults()).recipe()).isEqualTo(RECIPE);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RunFolder.create(file.resolve("run"), RECIPE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageEndingWith(": cannot be written")
                .hasMessageStartingWith(file.resolve("run").toString());
    }
}
