package dev.alambic.cli.measure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Peak memory of a run on a table of many rows, beside that of one of few, in processes of their own; Linux only. */
public final class TableMemory {
    private static final int FEW = 10_000;
    private static final List<String> KINDS = List.of("red", "green", "blue", "");

    private TableMemory() {}

    /**
     * Prints a line for a table of 10,000 rows, and one for the other.
     *
     * @param arguments number of rows
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("table-memory");
        try {
            measure(folder, FEW);
            measure(folder, Integer.parseInt(arguments[0]));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measure(Path folder, int rows) throws IOException, InterruptedException {
        write(folder.resolve("rows.csv"), rows);
        Path recipe = folder.resolve("rows" + rows + ".yaml");
        Files.writeString(recipe, """
                name: rows
                data: {source: %s, label: label, validation: 0.1, test: 0.1}
                teacher:
                  network: {type: mlp, hidden: [32]}
                  training: {epochs: 1, batchSize: 1024}
                """.replace("%s", folder.resolve("rows.csv").toString()));
        long start = System.nanoTime();
        long peak = RunProcess.peak(recipe, folder.resolve("out" + rows));
        System.out.printf(
                Locale.ROOT, "%,d rows: %.0f s, peak %d MB%n", rows, (System.nanoTime() - start) / 1e9, peak / 1024);
    }

    /** Ten columns of numbers, categories, dates and gaps, and a label that they tell. */
    private static void write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("a,b,c,d,e,f,kind,day,gap,count,label\n");
            for (int i = 0; i < rows; i++) {
                StringBuilder row = new StringBuilder();
                double sum = 0;
                for (int c = 0; c < 6; c++) {
                    int value = random.nextInt(100_000);
                    sum += value;
                    row.append(value / 1000)
                            .append('.')
                            .append(100 + value % 1000 % 900)
                            .append(',');
                }
                int kind = random.nextInt(KINDS.size());
                row.append(KINDS.get(kind))
                        .append(",2024-0")
                        .append(1 + random.nextInt(9))
                        .append("-1");
                row.append(random.nextInt(10)).append(',');
                row.append(random.nextInt(10) == 0 ? "" : String.valueOf(random.nextInt(1000)))
                        .append(',');
                row.append(random.nextInt(50)).append(',').append(sum + kind * 20_000 > 330_000 ? "yes" : "no");
                out.write(row.append('\n').toString());
            }
        }
    }
}
