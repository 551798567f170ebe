package dev.alambic.data.survey;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.folder.LabelledFolder;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureLook;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks through a source of labelled data. */
public final class Surveys {

    private Surveys() {}

    /**
     * Returns what there is; broken pictures are told, not refused.
     *
     * @throws dev.alambic.data.file.InvalidDataException if the source is missing, or its form is broken
     */
    public static Survey of(String source, DataOptions options) {
        boolean texts =
                options.text() != null && !DataSource.names().contains(source) && Files.isRegularFile(Path.of(source));
        if (texts) {
            return TextSurvey.ofTable(source, options);
        }
        return files(source, options)
                .map(files -> ofFiles(source, files, options))
                .orElseGet(() -> ofSamples(source, DataSource.open(source, options)));
    }

    /** Returns the labelled files of a source; empty if it is made of something else. */
    public static Optional<LabelledFiles> files(String source, DataOptions options) {
        boolean isFile = !DataSource.names().contains(source) && Files.exists(Path.of(source));
        return isFile ? LabelledFolder.at(Path.of(source), options) : Optional.empty();
    }

    private static Survey ofFiles(String source, LabelledFiles files, DataOptions options) {
        return switch (files.kind()) {
            case PICTURE -> ofPictures(source, files);
            case TEXT -> TextSurvey.of(source, files, options);
            case SOUND -> SoundSurvey.of(source, files);
        };
    }

    private static Survey ofPictures(String source, LabelledFiles files) {
        List<PictureLook> looks = files.files().parallelStream()
                .map(file -> PictureLook.of(files.root().resolve(file.file())))
                .toList();
        List<Item> items = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            LabelledFiles.Entry file = files.files().get(i);
            PictureLook look = looks.get(i);
            if (look.broken() != null) {
                broken.add(look.broken());
                continue;
            }
            items.add(Item.of(file.file(), file.label(), file.partName(), look.fingerprint()));
            if (look.constant()) {
                constant.add(file.file());
            }
        }
        List<Finding> findings = new ArrayList<>();
        Comparison.add(findings, "broken files", broken.size(), broken);
        findings.addAll(Comparison.findings(items, "picture"));
        Comparison.addSmall(findings, items);
        Comparison.add(findings, "pictures of one colour", constant.size(), constant);
        files.notes().forEach(note -> findings.add(new Finding(note, 1, List.of())));
        List<String> classes =
                items.stream().map(Item::label).distinct().sorted().toList();
        List<PictureLook> whole =
                looks.stream().filter(look -> look.broken() == null).toList();
        return new Survey(source, "image", items.size(), Comparison.counts(items, classes), facts(whole), findings);
    }

    private static Map<String, String> facts(List<PictureLook> looks) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (looks.isEmpty()) {
            return facts;
        }
        facts.put("formats", counted(looks, PictureLook::format));
        facts.put("sizes", sizes(looks));
        long coloured = looks.stream().filter(PictureLook::coloured).count();
        facts.put("colours", coloured + " coloured, " + (looks.size() - coloured) + " gray");
        return facts;
    }

    private static String sizes(List<PictureLook> looks) {
        List<ImageSize> sizes = looks.stream()
                .map(look -> new ImageSize(look.width(), look.height(), 1))
                .toList();
        long different = sizes.stream().distinct().count();
        String common = counted(looks, look -> look.width() + "x" + look.height());
        if (different == 1) {
            return "all " + sizes.get(0).width() + "x" + sizes.get(0).height();
        }
        return different + " different, " + spread(sizes, ImageSize::width) + " wide, "
                + spread(sizes, ImageSize::height) + " high"
                + (different <= Finding.SHOWN ? ": " + common : "");
    }

    private static String spread(List<ImageSize> sizes, Function<ImageSize, Integer> side) {
        List<Integer> sorted = sizes.stream().map(side).sorted().toList();
        int last = sorted.size() - 1;
        return sorted.get(0).equals(sorted.get(last))
                ? String.valueOf(sorted.get(0))
                : sorted.get(0) + " to " + sorted.get(last);
    }

    private static String counted(List<PictureLook> looks, Function<PictureLook, String> what) {
        return looks.stream()
                .collect(Collectors.groupingBy(what, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static Survey ofSamples(String source, LoadedData data) {
        List<Item> items = items(data);
        InputMeaning input = data.all().input();
        Map<String, String> facts = new LinkedHashMap<>();
        boolean classes = data.all().targets() instanceof Targets.Classes;
        if (data.all().targets() instanceof Targets.Numbers targets) {
            facts.put("to answer with", ranges(targets));
        }
        if (input instanceof InputMeaning.Table table) {
            facts.put("columns", table.features().size() + ": " + columns(table.features()));
        } else if (input instanceof InputMeaning.Image image) {
            facts.put("sizes", "all " + image.width() + "x" + image.height());
        }
        List<Finding> findings = Comparison.findings(items, input instanceof InputMeaning.Table ? "row" : input.kind());
        if (data.all().targets() instanceof Targets.Labels targets) {
            facts.put("labels", shares(targets));
        }
        if (classes) {
            Comparison.addSmall(findings, items);
        }
        return new Survey(
                source,
                input.kind(),
                items.size(),
                classes ? Comparison.counts(items, data.all().classes()) : Map.of(),
                facts,
                findings);
    }

    /** Returns each label with the number of samples that carry it. */
    private static String shares(Targets.Labels targets) {
        int[] counts = targets.counts();
        return IntStream.range(0, counts.length)
                .mapToObj(label -> targets.names().get(label) + " " + counts[label])
                .collect(Collectors.joining(", "));
    }

    /** Returns the samples; a large part is not copied, for most data have one alone. */
    private static List<Item> items(LoadedData data) {
        List<Item> train = new SampleItems(data.all(), "train");
        if (data.validation() == null && data.test() == null) {
            return train;
        }
        List<Item> items = new ArrayList<>(train);
        if (data.validation() != null) {
            items.addAll(new SampleItems(data.validation(), "validation"));
        }
        if (data.test() != null) {
            items.addAll(new SampleItems(data.test(), "test"));
        }
        return items;
    }

    /** Returns each target with its least and greatest number. */
    private static String ranges(Targets.Numbers targets) {
        List<String> ranges = new ArrayList<>();
        for (int t = 0; t < targets.names().size(); t++) {
            int target = t;
            DoubleSummaryStatistics numbers = IntStream.range(0, targets.size())
                    .mapToDouble(i -> targets.value(i, target))
                    .summaryStatistics();
            ranges.add(targets.names().get(t) + " of " + (float) numbers.getMin() + " to " + (float) numbers.getMax());
        }
        return String.join(", ", ranges);
    }

    private static String columns(List<String> names) {
        int shown = 2 * Finding.SHOWN;
        return String.join(", ", names.subList(0, Math.min(shown, names.size()))) + (names.size() > shown ? ", …" : "");
    }
}
