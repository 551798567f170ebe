package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureStore;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.data.table.LabelEncoder;
import dev.alambic.data.table.SeveralLabels;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled pictures as data: every file is decoded once, so that a broken one is known before anything is trained, and
 * what the options leave open follows from what was seen.
 */
final class PictureFolderData {
    private static final int SHOWN = 3;

    private final LabelledFiles found;
    private final DataOptions options;
    private final String name;
    private final List<String> notes = new ArrayList<>();

    PictureFolderData(String name, LabelledFiles found, DataOptions options) {
        this.name = name;
        this.found = found;
        this.options = options;
    }

    /**
     * Decodes every file.
     *
     * @throws InvalidDataException if a file is broken and the options do not leave it out, a class of a part was never
     *     trained on, or there are fewer than two classes
     */
    LoadedData load() {
        InputMeaning wanted = options.input();
        if (wanted != null && !(wanted instanceof InputMeaning.Image)) {
            throw new InvalidDataException(
                    found.root() + ": pictures cannot be fed to a model of " + wanted.kind() + "s");
        }
        notes.addAll(found.notes());
        PictureStore all = store(wanted instanceof InputMeaning.Image image ? image : null);
        PictureStore.Checked checked = all.check();
        boolean[] broken = broken(checked.broken());
        InputMeaning.Image meaning = meaning(wanted instanceof InputMeaning.Image image ? image : null, all, checked);
        Part first = found.first();
        Dataset train =
                dataset(all, first, broken, meaning, name, options.classes()).withNotes(notes);
        return new LoadedData(
                train, part(all, Part.VALIDATION, first, broken, train), part(all, Part.TEST, first, broken, train));
    }

    private @Nullable Dataset part(PictureStore all, Part part, Part first, boolean[] broken, Dataset train) {
        return part == first || !found.has(part)
                ? null
                : dataset(
                        all,
                        part,
                        broken,
                        (InputMeaning.Image) train.input(),
                        name + (part == Part.TEST ? " test" : " validation"),
                        train.targets().names());
    }

    private Dataset dataset(
            PictureStore all,
            Part part,
            boolean[] broken,
            InputMeaning.Image meaning,
            String called,
            @Nullable List<String> classes) {
        int[] chosen = IntStream.range(0, found.files().size())
                .filter(i -> !broken[i] && found.files().get(i).part() == part)
                .toArray();
        return LabelledFiles.grouped(
                Dataset.pictures(called, meaning, all.subset(chosen), targets(chosen, classes)),
                IntStream.of(chosen).mapToObj(found.files()::get).toList(),
                options);
    }

    private Targets targets(int[] chosen, @Nullable List<String> known) {
        String separator = options.labels() == null ? null : options.labels().separator();
        LabelEncoder classes = LabelEncoder.ofFolders(known);
        SeveralLabels labels = SeveralLabels.named(known);
        for (int i : chosen) {
            LabelledFiles.Entry entry = found.files().get(i);
            if (separator == null) {
                classes.add(entry.label(), entry::where);
            } else {
                labels.addNames(entry.label(), separator, entry::where);
            }
        }
        if (separator != null) {
            return labels.targets(found.root().toString());
        }
        classes.requireTwoClasses(found.root().toString());
        return Targets.classes(classes.classes(), classes.labels());
    }

    private PictureStore store(InputMeaning.@Nullable Image model) {
        PictureOptions pictures = options.pictures();
        List<String> files =
                found.files().stream().map(LabelledFiles.Entry::file).toList();
        ImageSize size = model == null ? size(pictures, files) : ImageSize.of(model);
        Fit fit = Fit.of(fit(model));
        return new PictureStore(found.root(), files, size, fit, pictures.cacheBytes());
    }

    private InputMeaning.Resize fit(InputMeaning.@Nullable Image model) {
        if (model != null && model.fit() != null) {
            return model.fit();
        }
        return Objects.requireNonNullElse(options.pictures().fit(), InputMeaning.Resize.STRETCH);
    }

    private ImageSize size(PictureOptions pictures, List<String> files) {
        if (pictures.width() != null && pictures.height() != null) {
            return new ImageSize(pictures.width(), pictures.height(), 1);
        }
        Set<ImageSize> sizes = new HashSet<>();
        for (ImageSize own : PictureStore.sizes(found.root(), files)) {
            if (own != null) {
                sizes.add(own);
            }
        }
        if (sizes.isEmpty()) {
            return new ImageSize(1, 1, 1); // each is refused, or left out, with its reason
        }
        ImageSize size = PictureStore.suggested(sizes);
        if (sizes.size() > 1 || !sizes.contains(size)) {
            notes.add("pictures of " + (sizes.size() == 1 ? sizes.iterator().next() : sizes.size() + " sizes")
                    + " are brought to " + size.width() + "x" + size.height() + " pixels (data.size says another)");
        }
        return size;
    }

    private InputMeaning.Image meaning(
            InputMeaning.@Nullable Image model, PictureStore all, PictureStore.Checked checked) {
        if (model != null) {
            return new InputMeaning.Image(
                    model.channels(), model.height(), model.width(), model.min(), model.max(), fit(model));
        }
        PictureOptions.Colours told = options.pictures().colours();
        boolean colours = told == null ? checked.coloured() : told == PictureOptions.Colours.RGB;
        ImageSize size = all.size();
        return new InputMeaning.Image(colours ? 3 : 1, size.height(), size.width(), 0, 255, fit(null));
    }

    /** Returns which files are left out. */
    private boolean[] broken(List<PictureStore.Broken> broken) {
        boolean[] out = new boolean[found.files().size()];
        if (broken.isEmpty()) {
            return out;
        }
        int all = out.length;
        if (options.pictures().broken() == PictureOptions.Broken.REFUSE) {
            throw new InvalidDataException(broken.get(0).message() + " (" + broken.size() + " of " + all
                    + (all == 1 ? " file" : " files") + "; data: {broken: skip} in a recipe leaves such files out)");
        }
        broken.forEach(each -> out[each.index()] = true);
        notes.add(broken.size() + " of " + all + " files are broken and left out: "
                + String.join(
                        "; ",
                        broken.stream()
                                .limit(SHOWN)
                                .map(PictureStore.Broken::message)
                                .toList())
                + (broken.size() > SHOWN ? "; …" : ""));
        return out;
    }
}
