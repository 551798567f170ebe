package dev.alambic.data.survey;

import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.sound.WavFile;
import dev.alambic.data.sound.Wave;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks through labelled sounds. */
final class SoundSurvey {
    private final List<Item> items = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final Map<Integer, Integer> rates = new TreeMap<>();
    private int several;

    private SoundSurvey() {}

    static Survey of(String source, LabelledFiles found) {
        SoundSurvey survey = new SoundSurvey();
        found.files().forEach(file -> survey.add(file, found));
        List<Finding> findings = new ArrayList<>();
        Comparison.add(findings, "broken files", survey.broken.size(), survey.broken);
        findings.addAll(Comparison.findings(survey.items, "sound"));
        Comparison.addSmall(findings, survey.items);
        Comparison.add(findings, "silent sounds", survey.silent.size(), survey.silent);
        found.notes().forEach(note -> findings.add(new Finding(note, 1, List.of())));
        List<String> classes =
                survey.items.stream().map(Item::label).distinct().sorted().toList();
        return new Survey(
                source,
                "sound",
                survey.items.size(),
                Comparison.counts(survey.items, classes),
                survey.facts(),
                findings);
    }

    private void add(LabelledFiles.Entry file, LabelledFiles found) {
        Wave wave;
        try {
            wave = WavFile.read(found.root().resolve(file.file()));
        } catch (InvalidDataException e) {
            broken.add(String.valueOf(e.getMessage()));
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(wave.values().length * Float.BYTES);
        bytes.asFloatBuffer().put(wave.values());
        items.add(Item.of(file.file(), file.label(), file.partName(), Fingerprint.of(bytes.array())));
        seconds.add((double) wave.values().length / wave.rate());
        rates.merge(wave.rate(), 1, Integer::sum);
        several += wave.channels() > 1 ? 1 : 0;
        if (wave.isSilent()) {
            silent.add(file.file());
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (seconds.isEmpty()) {
            return facts;
        }
        List<Double> sorted = seconds.stream().sorted().toList();
        facts.put("lengths", shown(sorted.get(0)) + " to " + shown(sorted.get(sorted.size() - 1)) + " s");
        facts.put(
                "rates",
                rates.entrySet().stream()
                        .map(rate -> rate.getValue() + " of " + rate.getKey() + " a second")
                        .collect(Collectors.joining(", ")));
        facts.put("channels", several == 0 ? "one" : several + " of several");
        return facts;
    }

    private static double shown(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }
}
