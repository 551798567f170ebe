package dev.alambic.workbench.answer;

import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.workbench.answer.ModelPool.Lease;
import dev.alambic.workbench.answer.Reply.Said;
import dev.alambic.workbench.answer.Reply.Seen;
import dev.alambic.workbench.answer.Reply.Value;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks models about what a user brings. */
public final class Asker {
    /** Most models that one request asks. */
    private static final int MOST_MODELS = 8;
    /** Most runs whose data are kept. */
    private static final int MOST_RUNS = 3;

    private static final double NANOS_A_MICRO = 1000;

    private final ModelPool pool;
    private final Turns turns = new Turns(Math.max(1, Runtime.getRuntime().availableProcessors()));
    /** Large pictures are decoded one at a time. */
    private final Turns pictures = new Turns(1);

    private final Map<String, RunSamples> samples = new LinkedHashMap<>();

    public Asker(ModelPool pool) {
        this.pool = pool;
    }

    /**
     * Asks models of a run, or model files.
     *
     * @param names of the models, in the order of the answers
     * @throws Refusal if the question is none, or no model can be asked
     */
    public Reply ask(Shelved shelved, List<String> names, Question question) {
        if (names.isEmpty() || names.size() > MOST_MODELS) {
            throw new Refusal(400, "models: expected 1 to " + MOST_MODELS + " names, was " + names.size());
        }
        return question instanceof Question.Picture picture && !picture.isDrawn()
                ? pictures.take(() -> answered(shelved, names, question))
                : turns.take(() -> answered(shelved, names, question));
    }

    private Reply answered(Shelved shelved, List<String> names, Question question) {
        RunSamples own = samples(shelved, question);
        List<Said> answers = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        Seen seen = null;
        for (String name : names) {
            try (Lease lease = pool.lease(name, shelved.model(name))) {
                float[] sample = Asked.sample(lease.model(), question, own);
                seen = seen == null ? Seeing.of(lease.model(), sample) : seen;
                answers.add(said(name, lease.model(), sample));
            } catch (Refusal refusal) {
                if (names.size() == 1 || refusal.status() == 404) {
                    throw refusal;
                }
                refusals.add(refusal);
                answers.add(new Said(name, refusal.line(), null, List.of(), 0));
            }
        }
        if (refusals.size() == names.size()) {
            throw refusals.get(0);
        }
        return new Reply(seen, question instanceof Question.Sample asked ? own.expected(asked.index()) : null, answers);
    }

    private static Said said(String name, OpenModel model, float[] sample) {
        OpenModel.Answer answer;
        double micros;
        try {
            long start = System.nanoTime();
            answer = model.answer(sample);
            micros = (System.nanoTime() - start) / NANOS_A_MICRO;
        } catch (UnsupportedModelException | EndlessRunException | IllegalArgumentException e) {
            throw new Refusal(422, "model " + name + ": does not answer this", e);
        }
        List<Value> all = answer.values().entrySet().stream()
                .map(each -> new Value(each.getKey(), Double.isFinite(each.getValue()) ? each.getValue() : null))
                .toList();
        return new Said(name, null, answer.label(), all, micros);
    }

    /** Returns the samples that a question needs: a drawing only looks at them, if they can be read. */
    public RunSamples samples(Shelved shelved, Question question) {
        if (question instanceof Question.Sample) {
            return samples(shelved);
        }
        if (!(question instanceof Question.Picture picture && picture.isDrawn())) {
            return RunSamples.none();
        }
        try {
            return samples(shelved);
        } catch (Refusal e) {
            return RunSamples.none();
        }
    }

    /**
     * Returns the samples of a run, of model files none.
     *
     * @throws Refusal if the run's data cannot be read
     */
    public RunSamples samples(Shelved shelved) {
        RunFolder folder = shelved.folder();
        if (folder == null) {
            return RunSamples.none();
        }
        synchronized (samples) {
            String key = folder.path().toString();
            RunSamples known = samples.remove(key);
            RunSamples read = known == null ? RunSamples.of(folder) : known;
            samples.put(key, read);
            if (samples.size() > MOST_RUNS) {
                samples.remove(samples.keySet().iterator().next());
            }
            return read;
        }
    }

    /** Returns what can be known of a model before it is asked. */
    public ModelFacts facts(String name, Shelved shelved) {
        try (Lease lease = pool.lease(name, shelved.model(name))) {
            return ModelFacts.of(name, lease.model());
        } catch (Refusal e) {
            return ModelFacts.refused(name, e.line());
        }
    }
}
