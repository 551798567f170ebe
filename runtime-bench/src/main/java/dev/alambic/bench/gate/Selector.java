package dev.alambic.bench.gate;

import dev.alambic.bench.record.Setting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which setting of the matrix a figure is taken from: the first that fits every choice.
 *
 * @param choices such as {@code batch=32}
 */
record Selector(List<Choice> choices) {
    static final Selector FIRST = new Selector(List.of());

    Selector {
        choices = List.copyOf(choices);
    }

    /** One choice, such as {@code batch=32}. */
    record Choice(SelectorKey key, String value) {
        boolean admits(Setting setting) {
            return switch (key) {
                case BATCH -> value.equals(Integer.toString(setting.batch()));
                case THREADS -> value.equals(Integer.toString(setting.threads()));
                case PROVIDER -> value.equals(setting.provider().name().toLowerCase(Locale.ROOT));
            };
        }

        @Override
        public String toString() {
            return key.symbol() + "=" + value;
        }
    }

    boolean admits(Setting setting) {
        return choices.stream().allMatch(choice -> choice.admits(setting));
    }

    @Override
    public String toString() {
        return choices.isEmpty()
                ? ""
                : choices.stream().map(Choice::toString).collect(Collectors.joining(",", "@", ""));
    }
}
