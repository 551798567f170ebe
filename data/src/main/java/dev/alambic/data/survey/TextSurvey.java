package dev.alambic.data.survey;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.folder.TextFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks through labelled files of texts. */
final class TextSurvey {
    private static final int LONGEST_EXAMPLE = 60;

    private final List<Item> items = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<String, String> examples = new LinkedHashMap<>();

    private TextSurvey() {}

    static Survey of(String source, LabelledFiles found, DataOptions options) {
        TextSurvey survey = new TextSurvey();
        TextFiles files = new TextFiles(found, options.table().encodingOrUsual(), true);
        files.read(found.files(), survey::add);
        List<Finding> findings = new ArrayList<>();
        Comparison.add(findings, "broken files", files.brokenFiles().size(), files.brokenFiles());
        findings.addAll(Comparison.findings(survey.items, "text"));
        Comparison.addSmall(findings, survey.items);
        found.notes().forEach(note -> findings.add(new Finding(note, 1, List.of())));
        List<String> classes =
                survey.items.stream().map(Item::label).distinct().sorted().toList();
        return new Survey(
                source,
                "text",
                survey.items.size(),
                Comparison.counts(survey.items, classes),
                survey.facts(),
                findings);
    }

    private void add(TextFiles.Labelled text) {
        String words = String.join(" ", text.text().strip().split("\\s+"));
        items.add(new Item(
                text.where(), text.label(), text.part(), Fingerprint.of(words.getBytes(StandardCharsets.UTF_8))));
        lengths.add(words.length());
        examples.putIfAbsent(
                text.label(), words.length() > LONGEST_EXAMPLE ? words.substring(0, LONGEST_EXAMPLE - 1) + "…" : words);
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
        examples.forEach((label, text) -> facts.put("'" + label + "'", text));
        return facts;
    }
}
