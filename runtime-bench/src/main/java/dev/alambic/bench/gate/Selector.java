package dev.alambic.bench.gate;

import dev.alambic.bench.record.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which setting of the matrix a figure is taken from: the first that fits every choice; and of which of several tasks.
 *
 * @param choices such as {@code batch=32}, or {@code task=digit}
 */
record Selector(List<Choice> choices) {
    private static final String TASK = "task";

    static final Selector FIRST = new Selector(List.of());
    static final List<String> KEYS = List.of("batch", "threads", "provider", Selector.TASK);

    Selector {
        choices = List.copyOf(choices);
    }

    /** One choice, such as {@code batch=32}; the key is one of {@link #KEYS}. */
    record Choice(String key, String value) {
        boolean admits(Setting setting) {
            return switch (key) {
                case "batch" -> value.equals(Integer.toString(setting.batch()));
                case "threads" -> value.equals(Integer.toString(setting.threads()));
                case TASK -> true;
                default -> value.equals(setting.provider().name().toLowerCase(Locale.ROOT));
            };
        }

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    /** Returns the name of the task that is asked for; empty if none is. */
    Optional<String> task() {
        return choices.stream()
                .filter(choice -> choice.key.equals(TASK))
                .map(Choice::value)
                .findFirst();
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
