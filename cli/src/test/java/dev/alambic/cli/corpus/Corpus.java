package dev.alambic.cli.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The models of the corpus, read from their text; see the package. */
final class Corpus {
    private static final List<String> FILES = List.of(
            "forms", "types", "products", "convolutions", "recurrent", "bodies", "texts", "heads", "sizes", "odd");

    private Corpus() {}

    static List<CorpusModel> models() {
        return FILES.stream().flatMap(Corpus::models).toList();
    }

    private static Stream<CorpusModel> models(String file) {
        List<CorpusModel> models = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        String name = "";
        for (String line : lines(file)) {
            if (line.startsWith("model ")) {
                add(models, name, lines);
                name = line.substring("model ".length());
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        add(models, name, lines);
        return models.stream();
    }

    private static void add(List<CorpusModel> models, String name, List<String> lines) {
        if (name.isEmpty()) {
            return;
        }
        try {
            models.add(new CorpusModel(name, lines));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file + ".txt"), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
