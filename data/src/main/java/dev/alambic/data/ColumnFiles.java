package dev.alambic.data;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Path;
import java.util.Map;

/** Files that hold a table column by column, which are not read; docs/adr/0012 says why. */
public final class ColumnFiles {
    private static final Map<String, String> KINDS =
            Map.of(".parquet", "Parquet", ".arrow", "Arrow", ".feather", "Arrow", ".orc", "ORC");

    private ColumnFiles() {}

    /** Refuses such a file, and says what to do. */
    public static void refuse(Path path) {
        KINDS.forEach((ending, kind) -> {
            if (DataFile.isCalled(path.toString(), ending)) {
                throw new InvalidDataException(path + ": " + kind
                        + " files are not read (expected CSV or JSON Lines; DuckDB writes it: duckdb -c \"COPY (FROM '"
                        + path.getFileName() + "') TO 'rows.csv'\")");
            }
        });
    }
}
