package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all models have in common that are open and answer; each reads its answers in its own way. */
abstract class AskedModel {

    final Asking asking;

    AskedModel(Asking asking) {
        this.asking = asking;
    }

    /**
     * Returns the values of an answer.
     *
     * @param answers the outputs that it answers with
     * @param count samples that were asked about
     * @param rows samples that were answered, some of which may only fill a batch
     * @return [count, values]
     */
    abstract float[] read(List<Tensor> answers, int count, long rows);

    public int sampleSize() {
        return asking.sampleSize();
    }

    public @Nullable InputMeaning input() {
        return asking.input();
    }

    public float[] answers(float[] samples, int count) {
        return asking.ask(samples, count, this::read);
    }

    public float[] answers(Dataset data) {
        return asking.ask(data, this::read);
    }

    public Inner inside(float[] samples, int count) {
        return asking.askInside(samples, count, this::read);
    }

    public void close() {
        asking.close();
    }
}
