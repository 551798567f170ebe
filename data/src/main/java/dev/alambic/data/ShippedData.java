package dev.alambic.data;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.idx.IdxPair;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import dev.alambic.data.sound.MadeSpeech;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvData;
import dev.alambic.data.table.CsvRow;
import dev.alambic.data.table.RowReader;
import dev.alambic.data.table.TaskParts;
import dev.alambic.data.text.TextData;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The data sets in the resources; their sources and licences are in the README there. */
enum ShippedData {
    BREAST_CANCER("breast-cancer"),
    IRIS("iris"),
    WINE("wine"),
    DIGITS("digits") {
        @Override
        LoadedData load(DataOptions options) {
            InputMeaning.Image image = new InputMeaning.Image(1, 8, 8, 0, 16);
            requireInput(options, image);
            Dataset table = table("digits.csv.gz", options.withInput(null).withTable(NUMBERS));
            return new LoadedData(table.asImages(image), null);
        }
    },
    MNIST("mnist") {
        @Override
        LoadedData load(DataOptions options) {
            return IdxPair.load(publicName(), pair("train"), pair("t10k"), options);
        }

        private IdxPair pair(String part) {
            return new IdxPair(
                    DataFile.resource("mnist/" + part + "-images-idx3-ubyte.gz"),
                    DataFile.resource("mnist/" + part + "-labels-idx1-ubyte.gz"));
        }
    },
    MADE_SPEECH("made-speech") {
        private static final int SPEAKERS = 40;
        private static final int TAKES = 4;
        private static final int TEST_SPEAKERS = 12;
        private static final int TEST_TAKES = 4;

        @Override
        LoadedData load(DataOptions options) {
            InputMeaning.Sound sound = new InputMeaning.Sound(MadeSpeech.RATE, MadeSpeech.SAMPLES);
            requireInput(options, sound);
            return new LoadedData(
                    spoken(publicName(), sound, 0, SPEAKERS, TAKES),
                    spoken(publicName() + " test", sound, SPEAKERS, TEST_SPEAKERS, TEST_TAKES));
        }

        private static Dataset spoken(String name, InputMeaning.Sound sound, int first, int speakers, int takes) {
            int words = MadeSpeech.WORDS.size();
            float[][] sounds = new float[words * speakers * takes][];
            int[] labels = new int[sounds.length];
            Arrays.setAll(labels, i -> i % words);
            IntStream.range(0, sounds.length)
                    .parallel()
                    .forEach(i -> sounds[i] = MadeSpeech.say(
                            MadeSpeech.WORDS.get(i % words), first + i / words % speakers, i / words / speakers));
            return Dataset.sounds(name, sound, sounds, Targets.classes(MadeSpeech.WORDS, labels));
        }
    },
    DEBIAN_TOPICS("debian-topics") {
        @Override
        LoadedData load(DataOptions options) {
            Dataset all = texts("train", options);
            return new LoadedData(
                    all,
                    texts("test", TaskParts.asLearnt(options, all.targets()).withInput(all.input())));
        }

        private Dataset texts(String part, DataOptions options) {
            DataFile file = DataFile.resource(publicName() + "/" + part + ".tsv.gz");
            return new TextData(part.equals("test") ? publicName() + " test" : publicName(), file, options).load();
        }
    };

    private static final TableOptions NUMBERS = TableOptions.seen().withColumns(Map.of(TableOptions.OTHERS, "number"));

    private final String publicName;

    ShippedData(String publicName) {
        this.publicName = publicName;
    }

    static Optional<ShippedData> named(String name) {
        return Arrays.stream(values())
                .filter(data -> data.publicName.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ShippedData::publicName).toList();
    }

    String publicName() {
        return publicName;
    }

    LoadedData load(DataOptions options) {
        return new LoadedData(table(publicName + ".csv", withoutClass(options)), null);
    }

    /** Leaves the class, a text in the last column, out of what numbers are learnt from. */
    private DataOptions withoutClass(DataOptions options) {
        List<String> targets = options.targets();
        if (targets == null || options.input() != null) {
            return options;
        }
        CsvRow header = DataFile.resource(publicName + ".csv")
                .read(in -> RowReader.open(publicName + ".csv", in, TableOptions.seen())
                        .header());
        List<String> features = new ArrayList<>(header.cells());
        String last = features.remove(features.size() - 1);
        if (targets.isEmpty() || targets.contains(last)) {
            throw new InvalidDataException(
                    publicName, "the last column is a class, so name a target", features, "'" + last + "'");
        }
        targets.forEach(target -> CsvColumns.find(header, target));
        features.removeAll(targets);
        return options.withInput(new InputMeaning.Table(features));
    }

    Dataset table(String resource, DataOptions options) {
        return new CsvData(publicName, DataFile.resource(resource), options).load();
    }

    void requireInput(DataOptions options, InputMeaning own) {
        if (options.input() != null && !options.input().equals(own)) {
            throw new InvalidDataException(publicName, "the model takes another input", own, options.input());
        }
    }
}
