package dev.alambic.workbench.job;

import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.run.recipe.ShippedRecipes;
import dev.alambic.workbench.shelf.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The recipes that a run can be started by: those in a folder, and those that come with the program. */
public final class Recipes {
    private static final int MOST = 200;

    private final Path folder;
    private final List<Choice> shipped;

    /** @param folder whose recipes are listed, anew each time */
    public Recipes(Path folder) {
        this.folder = folder;
        this.shipped = ShippedRecipes.names().stream()
                .map(name -> new Choice(
                        name,
                        RecipeReader.read(RecipeSource.find(name), List.of()).description(),
                        true))
                .toList();
    }

    /** One recipe; {@code name} is its file's, if it does not come with the program. */
    public record Choice(String name, String description, boolean shipped) {}

    /** A recipe to run, and the word by which the program finds it. */
    record Chosen(Recipe recipe, String word) {}

    /** Returns all, those of the folder first; a file that is no recipe is left out. */
    public List<Choice> all() {
        List<Choice> all = new ArrayList<>();
        for (Path file : files()) {
            try {
                all.add(new Choice(name(file), read(file).description(), false));
            } catch (UsageException | UncheckedIOException e) {
                if (mayBeRecipe(file)) { // starting it says what is wrong with it
                    all.add(new Choice(name(file), "", false));
                }
            }
        }
        all.addAll(shipped);
        return all;
    }

    /**
     * Returns the recipe of this name.
     *
     * @throws Refusal if there is none, or it does not fit
     */
    Chosen named(String name) {
        Optional<Path> file =
                files().stream().filter(each -> name(each).equals(name)).findFirst();
        try {
            if (file.isPresent()) {
                return new Chosen(read(file.get()), file.get().toAbsolutePath().toString());
            }
            if (shipped.stream().anyMatch(each -> each.name().equals(name))) {
                return new Chosen(RecipeReader.read(RecipeSource.find(name), List.of()), name);
            }
        } catch (UsageException e) {
            throw new Refusal(422, String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new Refusal(409, name + ": cannot be read", e);
        }
        throw Refusal.missing("recipe");
    }

    /** Messages name the file without its folder. */
    private static Recipe read(Path file) {
        RecipeSource source = RecipeSource.ofFile(file);
        return RecipeReader.read(new RecipeSource(name(file), source.text(), source.folder()), List.of());
    }

    private static boolean mayBeRecipe(Path file) {
        try {
            return RecipeSource.ofFile(file).text().lines().anyMatch(line -> line.matches("(data|student|teacher):.*"));
        } catch (UsageException | UncheckedIOException e) {
            return false;
        }
    }

    private List<Path> files() {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> name(file).toLowerCase(Locale.ROOT).matches(".+\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
