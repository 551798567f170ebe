package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.file.SoundOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.data.sound.SoundForm;
import dev.alambic.data.sound.SoundStore;
import dev.alambic.data.sound.WavFile;
import dev.alambic.data.sound.Wave;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Labelled sounds as data: every file is read once, so that a broken one is known before anything is trained, and the
 * rate and the length that a model is to take follow from them.
 */
final class SoundFolderData {
    private static final int SHOWN = 3;
    /** A second of speech needs no more. */
    private static final int MOST_RATE = 16_000;
    /** Longest sound that a model takes whole, seconds. */
    private static final int LONGEST = 10;
    /** Shortest that a spectrogram is made of, part of a second. */
    private static final int SHORTEST = 4;

    private final String name;
    private final LabelledFiles found;
    private final DataOptions options;
    private final List<LabelledFiles.Entry> whole = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final Map<Integer, Integer> rates = new TreeMap<>();
    private int several;

    SoundFolderData(String name, LabelledFiles found, DataOptions options) {
        this.name = name;
        this.found = found;
        this.options = options;
    }

    LoadedData load() {
        if (options.input() != null && !(options.input() instanceof InputMeaning.Sound)) {
            throw new InvalidDataException(found.root() + ": sounds cannot be fed to a model of "
                    + options.input().kind() + "s");
        }
        found.files().forEach(this::check);
        List<String> notes = new ArrayList<>(found.notes());
        InputMeaning.Sound sound = sound(notes);
        noteBroken(notes);
        Part first = found.first();
        Dataset train = dataset(name, first, sound, options.classes()).withNotes(notes);
        return new LoadedData(train, part(Part.VALIDATION, first, train), part(Part.TEST, first, train));
    }

    private void check(LabelledFiles.Entry entry) {
        try {
            Wave wave = WavFile.read(found.root().resolve(entry.file()));
            whole.add(entry);
            rates.merge(wave.rate(), 1, Integer::sum);
            seconds.add((double) wave.values().length / wave.rate());
            several += wave.channels() > 1 ? 1 : 0;
        } catch (InvalidDataException e) {
            if (options.pictures().broken() == PictureOptions.Broken.REFUSE) {
                throw new InvalidDataException(
                        e.getMessage() + " (data: {broken: skip} in a recipe leaves such files out)", e);
            }
            broken.add(String.valueOf(e.getMessage()));
        }
    }

    private void noteBroken(List<String> notes) {
        if (!broken.isEmpty()) {
            notes.add(broken.size() + " of " + found.files().size() + " files are broken and left out: "
                    + String.join("; ", broken.subList(0, Math.min(SHOWN, broken.size())))
                    + (broken.size() > SHOWN ? "; …" : ""));
        }
    }

    /**
     * What is told, else the most frequent rate up to 16,000 a second, and the length that 19 of 20 sounds have at
     * most.
     */
    private InputMeaning.Sound sound(List<String> notes) {
        if (seconds.isEmpty()) {
            throw new InvalidDataException(found.root() + ": no sound that can be read: " + String.join("; ", broken));
        }
        InputMeaning.Sound sound =
                options.input() instanceof InputMeaning.Sound said ? said : suggested(options.sounds());
        int others = rates.entrySet().stream()
                .filter(rate -> rate.getKey() != sound.rate())
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (others > 0) {
            notes.add(others + " sounds of other rates (" + rates.keySet() + ") are brought to " + sound.rate()
                    + " samples a second");
        }
        if (several > 0) {
            notes.add(several + " sounds have several channels, whose mean is taken");
        }
        double length = (double) sound.samples() / sound.rate();
        long longer = seconds.stream()
                .filter(each -> each > length + 0.5 / sound.rate())
                .count();
        if (longer > 0) {
            notes.add(longer + " sounds are longer than the " + Math.round(length * 100) / 100.0
                    + " s that are taken, and lose their end");
        }
        return sound;
    }

    private InputMeaning.Sound suggested(SoundOptions told) {
        int rate = rates.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
        int taken = told.rate() == null ? Math.min(MOST_RATE, rate) : told.rate();
        List<Double> sorted = seconds.stream().sorted().toList();
        if (told.seconds() != null) {
            return new InputMeaning.Sound(taken, (int) Math.round(told.seconds() * taken));
        }
        double usual = Math.min(LONGEST, sorted.get((sorted.size() - 1) * 19 / 20));
        return new InputMeaning.Sound(taken, (int) Math.max(taken / SHORTEST, Math.round(usual * taken)));
    }

    private @Nullable Dataset part(Part part, Part first, Dataset train) {
        return part == first || !found.has(part)
                ? null
                : dataset(
                        name + (part == Part.TEST ? " test" : " validation"),
                        part,
                        (InputMeaning.Sound) train.input(),
                        train.classes());
    }

    private Dataset dataset(String called, Part part, InputMeaning.Sound sound, @Nullable List<String> classes) {
        LabelEncoder encoder = LabelEncoder.ofFolders(classes);
        List<Path> files = new ArrayList<>();
        List<LabelledFiles.Entry> own =
                whole.stream().filter(entry -> entry.part() == part).toList();
        own.forEach(entry -> {
            encoder.add(entry.label(), entry::where);
            files.add(found.root().resolve(entry.file()));
        });
        encoder.requireTwoClasses(found.root().toString());
        Dataset sounds = Dataset.sounds(
                called,
                sound,
                new SoundStore(files, new SoundForm(sound), options.pictures().cacheBytes()),
                Targets.classes(encoder.classes(), encoder.labels()));
        return LabelledFiles.grouped(sounds, own, options);
    }
}
