package dev.alambic.trainer.spec;

import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.message.Rule;
import dev.alambic.trainer.loss.ActivationMaps;
import dev.alambic.trainer.loss.AttentionDistance;
import dev.alambic.trainer.loss.AttentionMatch;
import dev.alambic.trainer.loss.ContrastiveMatch;
import dev.alambic.trainer.loss.CorrelatedTargets;
import dev.alambic.trainer.loss.DecoupledTargets;
import dev.alambic.trainer.loss.Divergence;
import dev.alambic.trainer.loss.FeatureDistance;
import dev.alambic.trainer.loss.FeatureMatch;
import dev.alambic.trainer.loss.HardLabels;
import dev.alambic.trainer.loss.LabelFlags;
import dev.alambic.trainer.loss.LogitMatch;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.loss.Pair;
import dev.alambic.trainer.loss.Projection;
import dev.alambic.trainer.loss.RelationMatch;
import dev.alambic.trainer.loss.SampleDistances;
import dev.alambic.trainer.loss.SampleSimilarity;
import dev.alambic.trainer.loss.SoftFlags;
import dev.alambic.trainer.loss.SoftTargets;
import dev.alambic.trainer.loss.TaughtNumbers;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.loss.TrueNumbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of what a student learns by, as a recipe says it; {@link #term} has the formula and its source. A
 * {@code map} leads from values inside the teacher to values inside the student ({@code teacher.layers.4:
 * student.layers.2}); an empty one, or {@code auto}, pairs what both have evenly, last with last.
 */
public sealed interface TermSpec {

    /** Returns how much the term counts. */
    WeightSchedule weight();

    /**
     * Returns the term.
     *
     * @param pairing finds the values of a map
     * @param classWeights how much each class counts; empty = all alike
     */
    Term term(Pairing pairing, List<Double> classWeights);

    /** Returns the term where several labels are learnt; empty if it is for one class a sample. */
    default Optional<Term> ofLabels(Pairing pairing) {
        return answers() == Answers.ANY ? Optional.of(term(pairing, List.of())) : Optional.empty();
    }

    /** Returns what it compares: only classes, only numbers, or either. */
    default Answers answers() {
        return Answers.ANY;
    }

    /** What the answers are that a term compares. */
    enum Answers {
        CLASSES,
        NUMBERS,
        ANY
    }

    /** Finds the values that a map is about. */
    @FunctionalInterface
    interface Pairing {

        /** Takes maps as they are given; there is nobody who could pair values by itself. */
        Pairing GIVEN = (map, kind) -> {
            if (map.isEmpty()) {
                throw new IllegalArgumentException(
                        "map: the values are not known here (expected teacher.x: student.y)");
            }
            return LayerMap.pairs(map);
        };

        /** Takes maps as they are given, and pairs nothing where nothing is given. */
        Pairing UNKNOWN = (map, kind) -> LayerMap.pairs(map);

        /**
         * Returns the pairs.
         *
         * @param map from {@code teacher.value} to {@code student.value}; empty = evenly
         * @throws IllegalArgumentException if there is no such value, or nothing to pair
         */
        List<Pair> pairs(Map<String, String> map, ValueKind kind);
    }

    /** A term from Java, which no recipe can say. */
    non-sealed interface Own extends TermSpec {}

    /** Returns a term of one's own, as {@link dev.alambic.trainer.experiment.Distiller} takes it. */
    static TermSpec of(Term term, WeightSchedule weight) {
        record Given(Term term, WeightSchedule weight) implements Own {
            @Override
            public Term term(Pairing pairing, List<Double> classWeights) {
                return term;
            }
        }
        return new Given(term, weight);
    }

    /** The teacher's softened opinion: {@link SoftTargets}. */
    record Soft(Divergence divergence, double temperature, boolean standardize, WeightSchedule weight)
            implements TermSpec {
        public Soft {
            Rule.positive("temperature", temperature);
        }

        public static Soft defaults() {
            return new Soft(Divergence.KL, 4, false, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new SoftTargets(divergence, temperature, standardize);
        }

        @Override
        public Optional<Term> ofLabels(Pairing pairing) {
            return divergence == Divergence.KL && !standardize
                    ? Optional.of(new SoftFlags(temperature))
                    : Optional.empty();
        }

        @Override
        public Answers answers() {
            return Answers.CLASSES;
        }
    }

    /** The teacher's logits: {@link LogitMatch}. */
    record Logits(NumberLoss distance, boolean standardize, WeightSchedule weight) implements TermSpec {
        public static Logits defaults() {
            return new Logits(NumberLoss.MSE, false, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new LogitMatch(distance, standardize);
        }

        @Override
        public Optional<Term> ofLabels(Pairing pairing) {
            return standardize ? Optional.empty() : Optional.of(new LogitMatch(distance, false));
        }

        @Override
        public Answers answers() {
            return Answers.CLASSES;
        }
    }

    /** The labels: {@link HardLabels}. */
    record Hard(Form form, double focus, WeightSchedule weight) implements TermSpec {

        /** How the labels are compared with. */
        public enum Form {
            CROSS_ENTROPY,
            FOCAL
        }

        public Hard {
            Rule.atLeastZero("focus", focus);
        }

        public static Hard defaults() {
            return new Hard(Form.CROSS_ENTROPY, 2, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new HardLabels(form == Form.FOCAL ? focus : 0, classWeights);
        }

        @Override
        public Optional<Term> ofLabels(Pairing pairing) {
            return Optional.of(new LabelFlags(form == Form.FOCAL ? focus : 0));
        }

        @Override
        public Answers answers() {
            return Answers.CLASSES;
        }
    }

    /** True class and others apart: {@link DecoupledTargets}. */
    record Decoupled(double target, double others, double temperature, WeightSchedule weight) implements TermSpec {
        public Decoupled {
            Rule.atLeastZero("target", target);
            Rule.atLeastZero("others", others);
            Rule.positive("temperature", temperature);
        }

        public static Decoupled defaults() {
            return new Decoupled(1, 8, 4, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new DecoupledTargets(target, others, temperature);
        }

        @Override
        public Answers answers() {
            return Answers.CLASSES;
        }
    }

    /** Correlation with the teacher's opinion: {@link CorrelatedTargets}. */
    record Dist(double between, double within, double temperature, WeightSchedule weight) implements TermSpec {
        public Dist {
            Rule.atLeastZero("between", between);
            Rule.atLeastZero("within", within);
            Rule.positive("temperature", temperature);
        }

        public static Dist defaults() {
            return new Dist(1, 1, 4, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new CorrelatedTargets(between, within, temperature);
        }

        @Override
        public Answers answers() {
            return Answers.CLASSES;
        }
    }

    /** Values inside: {@link FeatureMatch}. */
    record Features(FeatureDistance distance, Map<String, String> map, Projection project, WeightSchedule weight)
            implements TermSpec {
        public Features {
            map = LayerMap.checked(map);
        }

        public static Features defaults() {
            return new Features(FeatureDistance.MSE, Map.of(), Projection.AUTO, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new FeatureMatch(distance, pairing.pairs(map, ValueKind.FEATURES), project);
        }
    }

    /** Attention probabilities: {@link AttentionMatch}. */
    record Attention(AttentionDistance distance, Map<String, String> map, WeightSchedule weight) implements TermSpec {
        public Attention {
            map = LayerMap.checked(map);
        }

        public static Attention defaults() {
            return new Attention(AttentionDistance.KL, Map.of(), WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new AttentionMatch(distance, pairing.pairs(map, ValueKind.ATTENTION));
        }
    }

    /** How tokens relate to each other: {@link RelationMatch}. */
    record Relations(Map<String, String> map, int heads, WeightSchedule weight) implements TermSpec {
        public Relations {
            map = LayerMap.checked(map);
            Rule.atLeastOne("heads", heads);
        }

        public static Relations defaults() {
            return new Relations(Map.of(), 1, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new RelationMatch(heads, pairing.pairs(map, ValueKind.FEATURES));
        }
    }

    /** Where in the picture the networks are active: {@link ActivationMaps}. */
    record Maps(Map<String, String> map, WeightSchedule weight) implements TermSpec {
        public Maps {
            map = LayerMap.checked(map);
        }

        public static Maps defaults() {
            return new Maps(Map.of(), WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new ActivationMaps(pairing.pairs(map, ValueKind.FEATURES));
        }
    }

    /** How samples lie to each other: {@link SampleDistances}; without a map by the answers. */
    record Relational(Map<String, String> map, double distance, double angle, WeightSchedule weight)
            implements TermSpec {
        public Relational {
            map = LayerMap.checked(map);
            Rule.atLeastZero("distance", distance);
            Rule.atLeastZero("angle", angle);
        }

        public static Relational defaults() {
            return new Relational(Map.of(), 1, 2, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new SampleDistances(
                    distance, angle, map.isEmpty() ? List.of() : pairing.pairs(map, ValueKind.FEATURES));
        }
    }

    /** Which samples are alike: {@link SampleSimilarity}; without a map by the answers. */
    record Similarity(Map<String, String> map, WeightSchedule weight) implements TermSpec {
        public Similarity {
            map = LayerMap.checked(map);
        }

        public static Similarity defaults() {
            return new Similarity(Map.of(), WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new SampleSimilarity(map.isEmpty() ? List.of() : pairing.pairs(map, ValueKind.FEATURES));
        }
    }

    /** Features that tell a sample from others: {@link ContrastiveMatch}. */
    record Contrast(Map<String, String> map, int width, double temperature, WeightSchedule weight) implements TermSpec {
        public Contrast {
            map = LayerMap.checked(map);
            Rule.atLeastOne("width", width);
            Rule.positive("temperature", temperature);
        }

        public static Contrast defaults() {
            return new Contrast(Map.of(), 128, 0.1, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new ContrastiveMatch(width, temperature, pairing.pairs(map, ValueKind.FEATURES));
        }
    }

    /** The teacher's numbers: {@link TaughtNumbers}. */
    record Taught(NumberLoss distance, WeightSchedule weight) implements TermSpec {
        public static Taught defaults() {
            return new Taught(NumberLoss.MSE, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new TaughtNumbers(distance);
        }

        @Override
        public Answers answers() {
            return Answers.NUMBERS;
        }
    }

    /** The true numbers: {@link TrueNumbers}. */
    record Truth(NumberLoss distance, WeightSchedule weight) implements TermSpec {
        public static Truth defaults() {
            return new Truth(NumberLoss.MSE, WeightSchedule.constant(1));
        }

        @Override
        public Term term(Pairing pairing, List<Double> classWeights) {
            return new TrueNumbers(distance);
        }

        @Override
        public Answers answers() {
            return Answers.NUMBERS;
        }
    }
}
