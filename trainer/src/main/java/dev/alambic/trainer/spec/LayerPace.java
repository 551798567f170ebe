package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** How many epochs each layer map is learnt for, from the input on. */
public sealed interface LayerPace {

    /**
     * Returns the epochs of each of so many layer maps.
     *
     * @throws IllegalArgumentException if it is for another number of them
     */
    List<Integer> epochs(int layers);

    /** As many for each. */
    record Linear(int epochs) implements LayerPace {
        public Linear {
            Rule.atLeastOne("epochs", epochs);
        }

        public static Linear defaults() {
            return new Linear(2);
        }

        @Override
        public List<Integer> epochs(int layers) {
            return Collections.nCopies(layers, epochs);
        }
    }

    /**
     * {@code first * factor^i} for the map i, rounded, since layers further up are harder to imitate.
     *
     * @param factor above 0
     */
    record Exponential(int first, double factor) implements LayerPace {
        public Exponential {
            Rule.atLeastOne("first", first);
            Rule.positive("factor", factor);
        }

        public static Exponential defaults() {
            return new Exponential(1, 2);
        }

        @Override
        public List<Integer> epochs(int layers) {
            return IntStream.range(0, layers)
                    .mapToObj(i ->
                            (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(first * Math.pow(factor, i)))))
                    .toList();
        }
    }

    /** So many for each by itself. */
    record Custom(List<Integer> epochs) implements LayerPace {
        public Custom {
            epochs = List.copyOf(epochs);
            Rule.require(!epochs.isEmpty(), "epochs", "one number a layer map", "none");
            epochs.forEach(each -> Rule.atLeastOne("epochs", each));
        }

        public static Custom defaults() {
            return new Custom(List.of(2, 2));
        }

        @Override
        public List<Integer> epochs(int layers) {
            if (layers != epochs.size()) {
                throw new IllegalArgumentException(
                        "course: the pace has other epochs than there are layer maps (expected " + layers
                                + " numbers, was " + epochs + ")");
            }
            return epochs;
        }
    }
}
