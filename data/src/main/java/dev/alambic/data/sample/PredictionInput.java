package dev.alambic.data.sample;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.idx.IdxFile;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.Picture;
import dev.alambic.data.set.Samples;
import dev.alambic.data.table.CsvReader;
import dev.alambic.data.table.CsvRow;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples without labels, in raw units, for a model whose input meaning is known. A table takes a CSV file, whose
 * header is matched to the model's features by name (order free, other columns left out) or which has no header and the
 * right number of columns, or one such row as text. An image takes a PNG, JPEG, GIF or BMP file of the model's size, an
 * IDX file of images, or CSV rows of its pixels [channels, height, width]. A text takes itself, a CSV or TSV file with
 * a column of texts, or any other file with one text a line.
 */
public final class PredictionInput {
    private final List<String> names;
    private final float[][] samples;

    PredictionInput(List<String> names, float[][] samples) {
        this.names = List.copyOf(names);
        this.samples = samples;
    }

    /**
     * Reads a file if there is one of that name, else takes the text as one row, or for a model of texts as a text.
     *
     * @param textColumn the column of a file of texts; null for the one called {@code text}, or the only one
     * @throws InvalidDataException as {@link #read(String, InputMeaning)} does
     */
    public static PredictionInput read(String input, InputMeaning meaning, @Nullable String textColumn) {
        return meaning instanceof InputMeaning.Text text
                ? new PredictionTexts(text, textColumn).read(input)
                : read(input, meaning);
    }

    /**
     * Reads a file if there is one of that name, else takes the text as one row.
     *
     * @throws InvalidDataException if there is no such file and the text has no comma, or the input breaks a rule
     */
    public static PredictionInput read(String pathOrRow, InputMeaning input) {
        if (input instanceof InputMeaning.Text) {
            return read(pathOrRow, input, null);
        }
        boolean looksLikeRow = pathOrRow.contains(",") || CsvRow.isNumber(pathOrRow);
        return looksLikeRow && !isFile(pathOrRow) ? row(pathOrRow, input) : read(Path.of(pathOrRow), input);
    }

    static boolean isFile(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if it is missing, broken or not for this input
     * @throws UncheckedIOException if the disk fails
     */
    public static PredictionInput read(Path path, InputMeaning input) {
        if (input instanceof InputMeaning.Text text) {
            return new PredictionTexts(text, null).read(path);
        }
        DataFile file = DataFile.of(path);
        if (!(input instanceof InputMeaning.Image image) || isCsv(path)) {
            return file.read(in -> new PredictionRows(input).read(new CsvReader(file.name(), in), file.name()));
        }
        if (IdxFile.isImages(path, file)) {
            return idx(file, image);
        }
        return new PredictionInput(
                List.of(String.valueOf(path.getFileName())), new float[][] {Picture.read(path, image)});
    }

    /** Reads one row of values, separated by commas, in the order of the model's features or pixels. */
    public static PredictionInput row(String row, InputMeaning input) {
        if (input instanceof InputMeaning.Text text) {
            return new PredictionTexts(text, null).one(row);
        }
        try {
            return new PredictionRows(input).read(new CsvReader("input", new StringReader(row)), "input");
        } catch (IOException e) {
            throw new AssertionError("bug: reading text failed", e);
        }
    }

    private static boolean isCsv(Path path) {
        return path.toString().endsWith(".csv") || path.toString().endsWith(".csv.gz");
    }

    private static PredictionInput idx(DataFile file, InputMeaning.Image image) {
        IdxFile.Images read = new IdxFile(file).images();
        ImageSize.require(file.name(), ImageSize.of(image), new ImageSize(read.width, read.height, 1));
        Samples pixels = new Samples.Pixels(read.pixels, image.min(), (image.max() - image.min()) / 255);
        float[][] samples = new float[pixels.count()][read.height * read.width];
        for (int i = 0; i < samples.length; i++) {
            pixels.copy(i, samples[i], 0);
        }
        return new PredictionInput(
                IntStream.range(0, samples.length)
                        .mapToObj(i -> file.name() + "[" + i + "]")
                        .toList(),
                samples);
    }

    /** Returns the number of samples, at least 1. */
    public int size() {
        return samples.length;
    }

    /** Returns what to call each sample: file name, {@code file:line}, or {@code file[index]} from 0. */
    public List<String> names() {
        return names;
    }

    /** Returns the values of each sample in the order of the model's input, raw units; not a copy. */
    public float[][] samples() {
        return samples;
    }
}
