package dev.alambic.workbench.look;

import dev.alambic.data.text.Passage;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.workbench.answer.Asked;
import dev.alambic.workbench.answer.Asker;
import dev.alambic.workbench.answer.ModelPool;
import dev.alambic.workbench.answer.ModelPool.Lease;
import dev.alambic.workbench.answer.OpenModel;
import dev.alambic.workbench.answer.OpenModel.Answer;
import dev.alambic.workbench.answer.Question;
import dev.alambic.workbench.answer.RunSamples;
import dev.alambic.workbench.answer.Turns;
import dev.alambic.workbench.look.Looks.Look;
import dev.alambic.workbench.look.Looks.Part;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds out what models looked at, by occlusion: it asks each again and again about the sample without one of its
 * parts. Any model that answers can be looked into so, and no gradient is needed. One request at a time is worked on,
 * apart from those that only want answers; a slow model is asked about fewer, larger parts.
 */
public final class Looker {
    private static final int MOST_MODELS = 4;
    /** Numbers of parts, squares for pictures. */
    private static final List<Integer> STEPS = List.of(196, 100, 49, 25, 16);

    private static final int TIMED = 3;
    private static final double BUDGET_SECONDS = 2;
    private static final double NANOS = 1e9;
    private static final int USUAL_PICTURES = 20;
    private static final int USUAL_ROWS = 500;

    private final Asker asker;
    private final ModelPool pool;
    private final Turns turns = new Turns(1);

    public Looker(Asker asker, ModelPool pool) {
        this.asker = asker;
        this.pool = pool;
    }

    /**
     * Looks into models.
     *
     * @param names of the models; each is looked into for its own answer
     * @throws Refusal if the question is none, or no model can be looked into
     */
    public Looks look(Shelved shelved, List<String> names, Question question) {
        if (names.isEmpty() || names.size() > MOST_MODELS) {
            throw new Refusal(400, "models: expected 1 to " + MOST_MODELS + " names, was " + names.size());
        }
        return turns.take(() -> looked(shelved, names, question));
    }

    private Looks looked(Shelved shelved, List<String> names, Question question) {
        RunSamples own = readable(shelved, question);
        Map<String, Integer> most = new HashMap<>();
        Map<String, Refusal> refusals = new LinkedHashMap<>();
        for (String name : names) {
            attempt(shelved, name, refusals, model -> most.put(name, mostParts(name, model, question, own)));
        }
        int parts = most.values().stream().mapToInt(each -> each).min().orElse(0); // the same to all, to be compared
        Map<String, Look> looks = new HashMap<>();
        for (String name : most.keySet()) {
            attempt(shelved, name, refusals, model -> looks.put(name, look(name, model, question, own, parts)));
        }
        if (looks.isEmpty()) {
            throw refusals.values().iterator().next();
        }
        refusals.forEach((name, refusal) -> looks.put(name, Look.refused(name, refusal.line())));
        List<Look> all = names.stream()
                .flatMap(name -> Stream.ofNullable(looks.get(name)))
                .toList();
        return new Looks(all, Agreeing.lines(all));
    }

    /** Does something with a model; what refuses it is kept, but for a model that is not there. */
    private void attempt(Shelved shelved, String name, Map<String, Refusal> refusals, Consumer<OpenModel> action) {
        try (Lease lease = pool.lease(name, shelved.model(name))) {
            action.accept(lease.model());
        } catch (UnsupportedModelException | EndlessRunException | IllegalArgumentException e) {
            refusals.put(name, new Refusal(422, "model " + name + ": does not answer this", e));
        } catch (Refusal refusal) {
            if (refusal.status() == 404) {
                throw refusal;
            }
            refusals.put(name, refusal);
        }
    }

    /** Returns the samples of the run: what is usual is told by them, but a sample alone needs them. */
    private RunSamples readable(Shelved shelved, Question question) {
        try {
            return asker.samples(shelved);
        } catch (Refusal e) {
            return asker.samples(shelved, question);
        }
    }

    /** Returns about how many parts a model can be asked about in the time there is, one of {@link #STEPS}. */
    private static int mostParts(String name, OpenModel model, Question question, RunSamples own) {
        float[] sample = Asked.sample(model, question, own);
        double seconds = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TIMED; i++) {
            long start = System.nanoTime();
            model.answer(sample);
            seconds = Math.min(seconds, (System.nanoTime() - start) / NANOS);
        }
        double affordable = BUDGET_SECONDS / seconds;
        return STEPS.stream()
                .filter(step -> step <= affordable)
                .findFirst()
                .orElseThrow(() -> new Refusal(422, "model " + name + ": too slow to be asked again and again"));
    }

    private static Look look(String name, OpenModel model, Question question, RunSamples own, int most) {
        float[] sample = Asked.sample(model, question, own);
        return weighed(name, model, coverable(model, question, sample, own, most));
    }

    private static Coverable coverable(OpenModel model, Question question, float[] sample, RunSamples own, int most) {
        InputMeaning input = model.input();
        if (input instanceof InputMeaning.Image image) {
            return new CoverablePicture(
                    image, model.isPixelwise(), sample, usual(own, sample.length, USUAL_PICTURES), most);
        }
        if (input instanceof InputMeaning.Table table) {
            return new CoverableRow(table, sample, usual(own, sample.length, USUAL_ROWS), most);
        }
        Tokenizer tokenizer = model.tokenizer();
        if (input instanceof InputMeaning.Text text && tokenizer != null) {
            Passage passage = question instanceof Question.Text typed
                    ? new Passage(typed.first(), typed.second())
                    : passage(tokenizer, text, sample);
            return new CoverableText(passage, each -> tokenizer.samplesOf(List.of(each))[0], most);
        }
        throw new Refusal(422, "what it looked at cannot be told of its kind of samples");
    }

    private static List<float[]> usual(RunSamples own, int size, int most) {
        return own.some(most).stream().filter(each -> each.length == size).toList();
    }

    /** Returns about what a sample of tokens was cut from. */
    private static Passage passage(Tokenizer tokenizer, InputMeaning.Text input, float[] sample) {
        InputMeaning.Text.Pair pair = input.pair();
        if (pair == null) {
            return new Passage(tokenizer.text(sample), null);
        }
        int second = 0;
        while (second < sample.length && Math.round(sample[second]) != pair.separator()) {
            second++;
        }
        if (second == sample.length) {
            throw new Refusal(422, "where the second text of a sample begins cannot be told; type the two");
        }
        return new Passage(
                tokenizer.text(Arrays.copyOf(sample, second)),
                tokenizer.text(Arrays.copyOfRange(sample, second + 1, sample.length)));
    }

    private static Look weighed(String name, OpenModel model, Coverable coverable) {
        long end = System.nanoTime() + (long) (2 * BUDGET_SECONDS * NANOS);
        Answer answer = model.answer(coverable.whole());
        Evidence evidence = Evidence.of(answer);
        double whole = evidence.value(answer);
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < coverable.parts(); part++) {
            if (System.nanoTime() > end) {
                throw new Refusal(503, "model " + name + ": this takes too long now; try again");
            }
            double without = evidence.value(model.answer(coverable.without(part)));
            parts.add(new Part(
                    coverable.name(part),
                    coverable.was(part),
                    coverable.instead(part),
                    Double.isFinite(without) ? without : null,
                    evidence.weight(whole, without)));
        }
        return new Look(
                name,
                null,
                evidence.of(),
                evidence.probability(),
                Double.isFinite(whole) ? whole : null,
                coverable.columns(),
                parts);
    }
}
