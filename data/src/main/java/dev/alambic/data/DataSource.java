package dev.alambic.data;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.format.DataFormat;
import dev.alambic.data.format.DataFormats;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.data.table.TaskParts;
import dev.alambic.onnx.message.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Opens labelled data by name or path, in whichever of the {@link DataFormats} they are: a shipped data set
 * ({@link #names()}), a CSV or TSV file (one sample a row, header line, {@code .gz} too) of numbers or, by the options,
 * of texts, or IDX files (a folder, a prefix of their names, or one file of images beside its labels).
 */
public final class DataSource {
    private DataSource() {}

    /** Returns what may be opened, in words. */
    public static String kinds() {
        return "a shipped data set, " + DataFormats.words(names -> true, DataFormat.Names::labelled);
    }

    /** Returns the names of the data sets that ship with the program. */
    public static List<String> names() {
        return ShippedData.names();
    }

    /**
     * Reads a data set into memory; a shipped name goes before a file of that name ({@code ./iris} means the file).
     *
     * @throws InvalidDataException if there is nothing at that place, or it breaks a rule of its format
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static LoadedData open(String nameOrPath, DataOptions options) {
        LoadedData read = ShippedData.named(nameOrPath)
                .map(shipped -> shipped.load(options))
                .orElseGet(() -> open(Path.of(nameOrPath), options));
        LoadedData data = TaskParts.ofClass(read, options);
        if (options.labels() != null && !(data.all().targets() instanceof Targets.Labels)) {
            throw new InvalidDataException(nameOrPath
                    + ": several labels of a sample are read from a table, or a list of pictures with a separator"
                    + " (was " + data.all().targets() + ")");
        }
        if (options.group() != null && !data.all().isGrouped()) {
            throw new InvalidDataException(nameOrPath
                    + ": data.group is a column of a table or of a list of files, or 'folder' for folders below those of classes"
                    + " (was '" + options.group() + "', and " + nameOrPath + " is none of them)");
        }
        return data;
    }

    private static LoadedData open(Path path, DataOptions options) {
        ColumnFiles.refuse(path);
        return DataFormats.ALL.stream()
                .flatMap(format -> format.labelled(path, options).stream())
                .findFirst()
                .orElseThrow(() -> refusal(path));
    }

    private static InvalidDataException refusal(Path path) {
        if (Files.isDirectory(path)) {
            Predicate<DataFormat.Names> inFolders =
                    names -> !names.labelled().isEmpty() && !names.folder().isEmpty();
            return new InvalidDataException(path + ": no labelled data in this folder (expected "
                    + DataFormats.words(inFolders, DataFormat.Names::folder) + ")");
        }
        return new InvalidDataException(path + ": no such file and no shipped data set"
                + Nearest.hint(path.toString(), names(), "") + " (shipped: " + String.join(", ", names()) + ")");
    }
}
