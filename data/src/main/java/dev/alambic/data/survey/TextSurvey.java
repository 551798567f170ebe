package dev.alambic.data.survey;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.folder.TextFiles;
import dev.alambic.data.text.Passage;
import dev.alambic.data.text.TextData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks through labelled texts, in files or in columns of a table. */
final class TextSurvey {
    private static final int LONGEST_EXAMPLE = 60;

    private final List<Item> items = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<String, String> examples = new LinkedHashMap<>();

    private TextSurvey() {}

    /** Looks through a table with a column of texts, or two. */
    static Survey ofTable(String source, DataOptions options) {
        TextSurvey survey = new TextSurvey();
        List<String> unlabelled = new ArrayList<>();
        DataFile file = DataFile.of(Path.of(source));
        new TextData(source, file, options).rows(row -> {
            String second = row.text().second();
            String words = row.text().first() + (second == null ? "" : Passage.BETWEEN + second);
            if (row.label().isEmpty() && options.targets() == null) {
                unlabelled.add(row.where());
            } else {
                survey.add(row.where(), words, row.label(), "train");
            }
        });
        List<Finding> findings = new ArrayList<>();
        Comparison.add(findings, "rows without label", unlabelled.size(), unlabelled);
        return survey.told(source, findings, options.targets() == null);
    }

    static Survey of(String source, LabelledFiles found, DataOptions options) {
        TextSurvey survey = new TextSurvey();
        TextFiles files = new TextFiles(found, options.table().encodingOrUsual(), true);
        files.read(found.files(), text -> survey.add(text.where(), text.text(), text.label(), text.part()));
        List<Finding> findings = new ArrayList<>();
        Comparison.add(findings, "broken files", files.brokenFiles().size(), files.brokenFiles());
        Survey told = survey.told(source, findings, true);
        List<Finding> all = new ArrayList<>(told.findings());
        found.notes().forEach(note -> all.add(new Finding(note, 1, List.of())));
        return new Survey(source, told.kind(), told.samples(), told.classes(), told.facts(), all);
    }

    private Survey told(String source, List<Finding> findings, boolean labelled) {
        findings.addAll(Comparison.findings(items, "text"));
        if (labelled) {
            Comparison.addSmall(findings, items);
        }
        List<String> classes =
                items.stream().map(Item::label).distinct().sorted().toList();
        return new Survey(
                source,
                "text",
                items.size(),
                labelled ? Comparison.counts(items, classes) : Map.of(),
                facts(),
                findings);
    }

    private void add(String where, String text, String label, String part) {
        String words = String.join(" ", text.strip().split("\\s+"));
        items.add(Item.of(where, label, part, Fingerprint.of(words.getBytes(StandardCharsets.UTF_8))));
        lengths.add(words.length());
        examples.putIfAbsent(
                label, words.length() > LONGEST_EXAMPLE ? words.substring(0, LONGEST_EXAMPLE - 1) + "…" : words);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!lengths.isEmpty()) {
            int[] sorted = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
            facts.put(
                    "lengths",
                    sorted[0] + " to " + sorted[sorted.length - 1] + " letters, half of them up to "
                            + sorted[(sorted.length - 1) / 2]);
        }
        examples.forEach((label, text) -> facts.put(label.isEmpty() ? "example" : "'" + label + "'", text));
        return facts;
    }
}
