package dev.alambic.data.measure;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Time of reading a table of 30 columns of numbers to train on, beside that of Commons CSV to read its cells. */
public final class TableTime {
    private static final int COLUMNS = 30;
    private static final int ROUNDS = 7;

    private TableTime() {}

    /**
     * Prints a line a round, and one of the medians; the first round is not counted.
     *
     * @param arguments number of rows
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Files.createTempFile("table-time", ".csv");
        try {
            write(file, Integer.parseInt(arguments[0]));
            double[] bare = new double[ROUNDS];
            double[] ours = new double[ROUNDS];
            for (int i = -1; i < ROUNDS; i++) {
                double cells = seconds(() -> bare(file));
                double rows = seconds(() -> DataSource.open(file.toString(), DataOptions.defaults()));
                System.out.printf(Locale.ROOT, "cells %.2f s, table %.2f s, ratio %.2f%n", cells, rows, rows / cells);
                bare[Math.max(i, 0)] = cells;
                ours[Math.max(i, 0)] = rows;
            }
            double[] ratios = IntStream.range(0, ROUNDS)
                    .mapToDouble(i -> ours[i] / bare[i])
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "medians of %d: cells %.2f s, table %.2f s, ratio %.2f%n",
                    ROUNDS,
                    median(bare),
                    median(ours),
                    median(ratios));
        } finally {
            Files.delete(file);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void bare(Path file) throws IOException {
        long letters = 0;
        try (BufferedReader in = Files.newBufferedReader(file);
                CSVParser rows = CSVParser.parse(in, CSVFormat.RFC4180)) {
            for (CSVRecord row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    letters += row.get(i).length();
                }
            }
        }
        if (letters < Files.size(file) / 2) {
            throw new AssertionError("bug: cells are missing");
        }
    }

    private static void write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int c = 0; c < COLUMNS; c++) {
                out.write("column" + c + ",");
            }
            out.write("label\n");
            for (int i = 0; i < rows; i++) {
                StringBuilder row = new StringBuilder();
                for (int c = 0; c < COLUMNS; c++) {
                    int value = random.nextInt(1_000_000);
                    row.append(c % 3 == 0 ? "-" : "").append(value / 1000).append('.');
                    row.append(value % 1000)
                            .append(c % 5 == 0 ? random.nextInt(1_000_000) : 0)
                            .append(',');
                }
                out.write(row.append(i % 3 == 0 ? "yes" : "no").append('\n').toString());
            }
        }
    }
}
