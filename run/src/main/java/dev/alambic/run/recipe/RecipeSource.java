package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.message.Quote;
import dev.alambic.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a recipe and where it stands.
 *
 * @param name how messages call it
 * @param folder what paths in the recipe are relative to; empty for a shipped recipe
 */
public record RecipeSource(String name, String text, Optional<Path> folder) {

    private static final Pattern DATA =
            Pattern.compile(".*\\.(csv|tsv|jsonl|ndjson|txt|npy|npz|png|jpe?g|wav|gz)", Pattern.CASE_INSENSITIVE);

    /**
     * Finds a recipe by the path of a file or by the name of a shipped one.
     *
     * @throws UsageException if there is none, with the nearest name
     */
    public static RecipeSource find(String nameOrPath) {
        Optional<Path> file = file(nameOrPath);
        if (file.isPresent()) {
            return ofFile(file.get());
        }
        return ShippedRecipes.find(nameOrPath)
                .orElseThrow(() -> new UsageException(
                        "unknown recipe " + Quote.of(nameOrPath) + Nearest.hint(nameOrPath, ShippedRecipes.names())));
    }

    /** Reads a recipe's file. */
    public static RecipeSource ofFile(Path file) {
        if (Files.isDirectory(file) || (DATA.matcher(file.toString()).matches() && Files.isRegularFile(file))) {
            throw new UsageException(
                    file + ": expected a recipe, was data (a recipe for them: alambic init " + file + ")");
        }
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + ": no such recipe file");
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            return new RecipeSource(file.toString(), Files.readString(file), Optional.ofNullable(folder));
        } catch (MalformedInputException e) {
            throw new UsageException(file + ": a recipe is text in UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> file(String nameOrPath) {
        try {
            Path path = Path.of(nameOrPath);
            boolean isPath = nameOrPath.matches(".*[/\\\\].*|.*\\.ya?ml") || Files.isRegularFile(path);
            return isPath ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            throw new UsageException("unknown recipe " + Quote.of(nameOrPath), e);
        }
    }
}
