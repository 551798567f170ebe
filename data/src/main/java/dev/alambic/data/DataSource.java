package dev.alambic.data;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.idx.IdxFolder;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.table.CsvData;
import dev.alambic.data.text.TextData;
import dev.alambic.onnx.message.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens labelled data by name or path: a shipped data set ({@link #names()}), a CSV or TSV file (one sample a row,
 * header line, {@code .gz} too) of numbers or, by the options, of texts, or IDX files (a folder, a prefix of their
 * names, or one file of images beside its labels).
 */
public final class DataSource {
    private DataSource() {}

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
        return ShippedData.named(nameOrPath)
                .map(data -> data.load(options))
                .orElseGet(() -> open(Path.of(nameOrPath), options));
    }

    private static LoadedData open(Path path, DataOptions options) {
        return IdxFolder.load(path, options).orElseGet(() -> {
            if (Files.isDirectory(path)) {
                throw new InvalidDataException(
                        path + ": no IDX files in this folder (expected train-images-idx3-ubyte[.gz] and its labels)");
            }
            if (Files.notExists(path)) {
                throw new InvalidDataException(path + ": no such file and no shipped data set"
                        + Nearest.hint(path.toString(), names(), "") + " (shipped: " + String.join(", ", names())
                        + ")");
            }
            if (TextData.isWanted(options)) {
                return new LoadedData(
                        new TextData(String.valueOf(path.getFileName()), DataFile.of(path), options).load(), null);
            }
            return new CsvData(String.valueOf(path.getFileName()), DataFile.of(path), options).load();
        });
    }
}
