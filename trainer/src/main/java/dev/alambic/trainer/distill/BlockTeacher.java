package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Inner;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Inside;
import java.util.List;

/** An initialized block as teacher. */
public final class BlockTeacher implements Teacher {

    private final Inference inference;
    private final int classes;
    private List<String> looked = List.of();
    private Inside inside;

    public BlockTeacher(Inference inference, int classes) {
        this.inference = inference;
        this.classes = classes;
        this.inside = Inside.of(inference.block());
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        return inside(samples, count, List.of()).answers();
    }

    @Override
    public List<String> values(ValueKind kind) {
        return Inside.names(inference.block(), kind);
    }

    @Override
    public Inner inside(float[] samples, int count, List<String> taps) {
        if (!taps.equals(looked)) {
            inside = Inside.of(inference.block(), taps);
            looked = List.copyOf(taps);
        }
        Inner inner = inference.inside(inside, samples, count);
        if (inner.answers().length != count * classes) {
            throw new IllegalArgumentException("teacher: answers with other classes (expected " + classes + ", was "
                    + (double) inner.answers().length / count + ")");
        }
        return inner;
    }
}
