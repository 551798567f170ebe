package dev.alambic.data.format;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The formats that data come in, asked in this order. */
public final class DataFormats {

    public static final List<DataFormat> ALL = List.of(
            new IdxFormat(),
            new FolderFormat(),
            new SoundFormat(),
            new TextFormat(),
            new TableFormat(),
            new PictureFormat(),
            new NumpyFormat(),
            new TestDataFormat());

    private DataFormats() {}

    /** Returns what users call some formats: {@code images, .npz files or input_0.pb files}. */
    public static String words(Predicate<DataFormat.Names> wanted, Function<DataFormat.Names, String> word) {
        List<String> words = ALL.stream()
                .map(DataFormat::names)
                .filter(wanted)
                .map(word)
                .filter(said -> !said.isEmpty())
                .toList();
        int last = words.size() - 1;
        String first = words.stream().limit(last).collect(Collectors.joining(", "));
        return first.isEmpty() ? words.get(last) : first + " or " + words.get(last);
    }
}
