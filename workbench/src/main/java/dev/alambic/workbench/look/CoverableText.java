package dev.alambic.workbench.look;

import dev.alambic.data.text.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text, or two, whose words are left out; of a long one some that follow each other together. */
final class CoverableText implements Coverable {
    private final List<String> first;
    private final List<String> second;
    private final boolean isPair;
    private final List<int[]> groups;
    private final Function<Passage, float[]> encode;

    /**
     * Cuts a text.
     *
     * @param encode makes a sample of a text
     * @param most parts
     */
    CoverableText(Passage text, Function<Passage, float[]> encode, int most) {
        this.first = words(text.first());
        this.isPair = text.second() != null;
        this.second = words(text.second());
        this.encode = encode;
        List<int[]> bounds = new ArrayList<>(Coverable.groups(first.size(), isPair ? Math.max(1, most / 2) : most));
        Coverable.groups(second.size(), Math.max(1, most / 2))
                .forEach(each -> bounds.add(new int[] {each[0] + first.size(), each[1] + first.size()}));
        this.groups = bounds;
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    @Override
    public float[] whole() {
        return encoded(0, 0);
    }

    @Override
    public int parts() {
        return groups.size();
    }

    @Override
    public float[] without(int part) {
        return encoded(groups.get(part)[0], groups.get(part)[1]);
    }

    private float[] encoded(int from, int to) {
        int behind = first.size();
        return encode.apply(new Passage(
                joined(first, from, to), isPair ? joined(second, Math.max(0, from - behind), to - behind) : null));
    }

    private static String joined(List<String> words, int from, int to) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (i < from || i >= to) {
                left.add(words.get(i));
            }
        }
        return String.join(" ", left);
    }

    @Override
    public String name(int part) {
        int[] bounds = groups.get(part);
        boolean behind = bounds[0] >= first.size();
        int offset = behind ? first.size() : 0;
        return (behind ? second : first)
                .subList(bounds[0] - offset, bounds[1] - offset).stream().collect(Collectors.joining(" "));
    }
}
