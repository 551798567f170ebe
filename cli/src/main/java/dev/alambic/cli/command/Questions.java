package dev.alambic.cli.command;

import dev.alambic.data.answer.Answerer;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.onnx.OnnxModel;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks about samples one after the other, as their answers are wanted, so that no more than one answer is in memory.
 *
 * @param <M> what answers
 * @param <A> an answer
 */
final class Questions<M extends Answerer, A> implements Iterator<A>, AutoCloseable {

    /**
     * Samples.
     *
     * @param model as it takes them: one that takes bytes of pictures of any size says that of theirs
     */
    record Asked(OnnxModel model, RawSamples samples) {}

    /** Asks about one sample. */
    @FunctionalInterface
    interface One<M, A> {
        A answer(M model, String name, float[] sample);
    }

    private final List<Asked> asked;
    private final Function<OnnxModel, M> opener;
    private final One<M, A> one;
    private int group;
    private int sample;
    private @Nullable OnnxModel model;
    private @Nullable M opened;

    Questions(List<Asked> asked, Function<OnnxModel, M> opener, One<M, A> one) {
        this.asked = asked;
        this.opener = opener;
        this.one = one;
    }

    @Override
    public boolean hasNext() {
        return group < asked.size();
    }

    @Override
    public A next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more samples");
        }
        Asked here = asked.get(group);
        A answer = one.answer(opened(here.model), here.samples.names().get(sample), here.samples.value(sample));
        sample++;
        if (sample == here.samples.size()) {
            group++;
            sample = 0;
        }
        return answer;
    }

    /** Opens the first model, so that one that cannot be asked is refused before anything is answered. */
    Questions<M, A> begun() {
        opened(asked.get(0).model);
        return this;
    }

    @SuppressWarnings("ReferenceEquality") // one model is asked many times; to compare weights would take longer
    private M opened(OnnxModel wanted) {
        M known = opened;
        if (known == null || wanted != model) {
            close();
            known = opener.apply(wanted);
            opened = known;
            model = wanted;
        }
        return known;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
