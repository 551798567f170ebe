package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** A table in a file: written, read, or refused. */
abstract class TableOnDisk {
    static final DataOptions DEFAULTS = DataOptions.defaults();

    @TempDir
    Path folder;

    Path file(String name, String text, Charset encoding) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(encoding));
    }

    Dataset open(String text) throws IOException {
        return open("d.csv", text, TableOptions.seen());
    }

    Dataset open(String name, String text, TableOptions table) throws IOException {
        return open(file(name, text, StandardCharsets.UTF_8), DEFAULTS.withTable(table));
    }

    static Dataset open(Path file, DataOptions options) {
        return DataSource.open(file.toString(), options).all();
    }

    void refused(String text, String message) throws IOException {
        refused(text, TableOptions.seen(), message);
    }

    void refused(String text, TableOptions table, String message) throws IOException {
        Path file = file("d.csv", text, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS.withTable(table)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    static float[] row(Dataset data, int index) {
        float[] row = new float[data.sampleSize()];
        data.copySample(index, row, 0);
        return row;
    }

    static List<TableColumn> columns(Dataset data) {
        return ((InputMeaning.Table) data.input()).columns();
    }

    static List<String> names(Dataset data) {
        return columns(data).stream().map(TableColumn::name).toList();
    }

    /** Returns 24 rows below a header, labels x and y by turns. */
    static String rows(String header, IntFunction<String> row) {
        return header + "\n"
                + IntStream.range(0, 24)
                        .mapToObj(i -> row.apply(i) + (i % 2 == 0 ? ",x" : ",y"))
                        .collect(Collectors.joining("\n"));
    }
}
