package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One differentiable part of a training loss. It is open, so that a term of one's own is one class. */
public interface Term {

    /** Returns what records, terminal and report call it. */
    Words words();

    /** Returns in words what the network learns from, with the settings of this term. */
    String source();

    /** Returns the values inside the models that this term compares, beside their answers. */
    default Set<Tap> needs() {
        return Set.of();
    }

    /** Returns whether it compares with labels, so that samples without any cannot be learnt from. */
    default boolean needsLabels() {
        return false;
    }

    /**
     * Returns this term with the weights of its own that it needs for values of these shapes, drawn by the engine's
     * seed; itself if it needs none.
     *
     * @param shapes of what it {@linkplain #needs() needs}, batch first
     * @param manager keeps the weights
     * @throws IllegalArgumentException if it cannot compare values of these shapes
     */
    default Term fitted(Map<Tap, Shape> shapes, NDManager manager) {
        return this;
    }

    /** Returns the weights of its own by name; they learn with the network and are dropped after the training. */
    default Map<String, NDArray> weights() {
        return Map.of();
    }

    /** Returns the mean loss over the batch, in nats (without a unit where numbers are learnt), a scalar. */
    NDArray loss(Signals signals);

    /**
     * How one speaks of a term.
     *
     * @param name one word, such as {@code soft}
     * @param from whose word it is, such as {@code teacher}; empty if there is nothing to say
     * @param comparison what the network's answer is compared with
     * @param weight symbol of its weight
     */
    record Words(String name, String from, String comparison, String weight) {

        static final String LOSS = "Loss";

        /** Returns the name of its figure in the records of epochs: its loss before it is weighted. */
        public String figure() {
            return name + LOSS;
        }

        /** Returns these words for a term of one of several tasks. */
        Words of(String task) {
            return new Words(task + "." + name, from, comparison + " of " + task, weight);
        }

        /**
         * Returns the words for the term that a figure is of, those of its kind where it is of one of several tasks.
         */
        public static Words among(List<Words> known, String figure) {
            int dot = figure.lastIndexOf('.');
            String own = figure.substring(dot + 1);
            Words words = known.stream()
                    .filter(each -> each.figure().equals(own))
                    .findFirst()
                    .orElseGet(() -> ofFigure(own));
            return dot < 0 ? words : words.of(figure.substring(0, dot));
        }

        /** Returns plain words for a term of which only the name of its figure is known. */
        public static Words ofFigure(String figure) {
            String name = figure.substring(0, figure.length() - LOSS.length());
            return new Words(name, "", "its own target", "its weight");
        }

        /** Returns whether a figure is that of a term. */
        public static boolean isFigure(String figure) {
            return figure.endsWith(LOSS) && !figure.equals("validationLoss");
        }
    }
}
