package dev.alambic.run.init;

import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.Look;
import dev.alambic.data.look.PictureSight;
import dev.alambic.data.look.SoundSight;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.look.TextSight;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first recipe for data that were looked at: every choice stands in it with its reason, and it runs with no edit.
 *
 * @param name what the recipe is called
 * @param text YAML with comments
 */
public record FirstRecipe(String name, String text) {

    /**
     * Returns the recipe for what was seen.
     *
     * @param options what the user told of a table
     */
    public static FirstRecipe of(Look look, TableOptions options) {
        if (look instanceof TableSight table) {
            String name = nameOf(table.source());
            return new FirstRecipe(name, new TableRecipe(name, table, options).text());
        }
        if (look instanceof PictureSight pictures) {
            String name = nameOf(pictures.source());
            return new FirstRecipe(name, new PictureRecipe(name, pictures).text());
        }
        if (look instanceof TextSight texts) {
            String name = nameOf(texts.source());
            return new FirstRecipe(name, new TextRecipe(name, texts, options).text());
        }
        if (look instanceof SoundSight sounds) {
            String name = nameOf(sounds.source());
            return new FirstRecipe(name, new SoundRecipe(name, sounds).text());
        }
        throw new AssertionError("bug: no recipe for " + look);
    }

    /** Returns the name of a file without its endings, of letters, digits and dashes. */
    static String nameOf(Path source) {
        String file = String.valueOf(source.toAbsolutePath().normalize().getFileName());
        String stem = file.replaceFirst("(?i)(\\.(csv|tsv|txt|jsonl|ndjson|json|data))?(\\.gz)?$", "");
        String name = stem.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return name.isEmpty() ? "data" : name;
    }

    /**
     * Writes it.
     *
     * @param force whether a file that is there is replaced
     * @throws UsageException if it is there
     */
    public void write(Path file, boolean force) {
        if (Files.exists(file) && !force) {
            throw new UsageException(file + ": is there already (--force replaces it, -o writes another)");
        }
        WholeFile.write(file, text);
    }
}
