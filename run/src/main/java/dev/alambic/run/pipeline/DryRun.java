package dev.alambic.run.pipeline;

import dev.alambic.bench.memory.ProcessMemory;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.ExperimentResult;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.experiment.TrainedModel;
import dev.alambic.trainer.spec.AssistantSpec;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import dev.alambic.trainer.training.TrainingListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What training by a recipe would take, found by doing a little of it: each network is trained by its own batches for
 * some short epochs, of which the fastest counts, since the first ones are slow. Nothing is written.
 *
 * @param recipe its name
 * @param phases the networks that are trained, in their order
 * @param seconds of training them all; making smaller forms and measuring come on top
 * @param peakBytes the most memory that this process took in the trial, which has batches of full size; null where the
 *     system does not tell
 */
public record DryRun(
        String recipe,
        List<Phase> phases,
        double seconds,
        @Nullable Long peakBytes) {

    private static final int BATCHES = 12;
    private static final int EPOCHS = 8;
    private static final int TESTED = 32;
    private static final String ASSISTANT = "assistant-";

    /**
     * A network that is trained.
     *
     * @param parameters null where it does not become a model of the run
     * @param trainingBytes of its weights, their gradients, and what the optimizer keeps of each; null likewise
     * @param answerBytes of the teacher's answers that are kept while it learns; 0 if none are
     * @param steps of an epoch
     * @param secondsAnEpoch of training and validation
     */
    public record Phase(
            String name,
            @Nullable Long parameters,
            @Nullable Long trainingBytes,
            long answerBytes,
            int epochs,
            int steps,
            double secondsAnEpoch) {}

    public DryRun {
        phases = List.copyOf(phases);
    }

    /**
     * Tries a recipe on its data.
     *
     * @throws IllegalArgumentException as training would
     */
    public static DryRun of(Recipe recipe, Splits splits, EngineOptions engine) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        Splits some = some(recipe, splits);
        RunOptions options = RunOptions.defaults()
                .withEngine(engine)
                .withThinning(new DataThinning(some.train()))
                .withListener(new TrainingListener() {
                    @Override
                    public void epoch(EpochRecord epoch) {
                        seconds.merge(epoch.phase(), epoch.seconds(), Math::min);
                    }
                });
        Map<String, OnnxModel> models = models(shortened(recipe), some, options);
        double share = (double) some.train().size() / splits.train().size();
        List<Phase> phases = new ArrayList<>();
        seconds.forEach((phase, taken) -> {
            TrainingSpec training = training(recipe, phase);
            OnnxModel model = models.get(phase);
            Long parameters =
                    model == null ? null : (Long) WeightCount.of(model).count();
            long step = (long) training.batchSize() * training.accumulate();
            phases.add(new Phase(
                    phase,
                    parameters,
                    parameters == null ? null : (Long) (parameters * Float.BYTES * copies(training.optimizer())),
                    answerBytes(recipe, phase, splits.train()),
                    training.epochs(),
                    (int) ((splits.train().size() + step - 1) / step),
                    taken / share));
        });
        double whole = phases.stream()
                .mapToDouble(phase -> phase.epochs * phase.secondsAnEpoch)
                .sum();
        OptionalLong peak = ProcessMemory.peak();
        return new DryRun(recipe.name(), phases, whole, peak.isPresent() ? (Long) peak.getAsLong() : null);
    }

    private static Map<String, OnnxModel> models(Recipe recipe, Splits splits, RunOptions options) {
        Map<String, OnnxModel> models = new LinkedHashMap<>();
        if (recipe.student() == null) {
            TrainedModel teacher = Experiment.teacher(recipe.experiment(), splits, options);
            models.put(teacher.name(), teacher.model());
            return models;
        }
        ExperimentResult result = Experiment.run(recipe.experiment(), splits, options);
        if (result.teacher() != null) {
            models.put(result.teacher().name(), result.teacher().model());
        }
        models.put(result.student().name(), result.student().model());
        return models;
    }

    /** Returns a part of the data: some batches to learn from, and as large a part to choose by. */
    private static Splits some(Recipe recipe, Splits splits) {
        StudentSpec student = recipe.student();
        int batch = Math.max(
                recipe.teacher().training().batchSize(),
                student == null ? 1 : student.training().batchSize());
        Dataset train = part(splits.train(), (long) BATCHES * batch);
        double share = (double) train.size() / splits.train().size();
        return new Splits(
                train,
                part(splits.validation(), (int)
                        Math.ceil(share * splits.validation().size())),
                part(splits.test(), TESTED));
    }

    /** Returns {@code most} samples from all over the data. */
    private static Dataset part(Dataset data, long most) {
        int count = (int) Math.min(most, data.size());
        return data.subset(IntStream.range(0, count)
                .map(i -> (int) ((long) i * data.size() / count))
                .toArray());
    }

    /** Returns the recipe with few epochs of each network, which prune nothing. */
    private static Recipe shortened(Recipe recipe) {
        StudentSpec student = recipe.student();
        TeacherSpec teacher = recipe.teacher();
        Recipe shorter = recipe.withTeacher(
                recipe.experiment().teacher() == null
                        ? teacher
                        : new TeacherSpec(teacher.file(), teacher.network(), shortened(teacher.training())));
        return student == null
                ? shorter
                : shorter.withStudent(new StudentSpec(
                        student.network(),
                        shortened(student.training()),
                        student.distill(),
                        null,
                        shortened(student.course())));
    }

    private static TrainingSpec shortened(TrainingSpec training) {
        return training.withWarmupEpochs(0).withEarlyStopping(0).withEpochs(EPOCHS);
    }

    private static Course shortened(Course course) {
        if (!(course instanceof Course.Stages stages)) {
            return course instanceof Course.LayerByLayer ? new Course.Once() : course;
        }
        return new Course.Stages(stages.assistants().stream()
                .map(assistant -> new AssistantSpec(
                        assistant.network(),
                        assistant.training() == null ? null : shortened(assistant.training()),
                        assistant.distill()))
                .toList());
    }

    private static TrainingSpec training(Recipe recipe, String phase) {
        StudentSpec student = recipe.student();
        if (student == null || (phase.equals(TrainingJob.TEACHER) && !(student.course() instanceof Course.Together))) {
            return recipe.teacher().training();
        }
        if (student.course() instanceof Course.Stages stages && phase.startsWith(ASSISTANT)) {
            int number = Integer.parseInt(phase.substring(ASSISTANT.length()));
            TrainingSpec own = stages.assistants().get(number - 1).training();
            return own == null ? student.training() : own;
        }
        return student.training();
    }

    /** Returns how many numbers are kept for each weight: itself, its gradient, and the optimizer's. */
    private static int copies(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            return sgd.momentum() == 0 ? 2 : 3;
        }
        return 4;
    }

    private static long answerBytes(Recipe recipe, String phase, Dataset train) {
        StudentSpec student = recipe.student();
        DistillSpec distill = student == null ? null : student.distill();
        if (student == null || distill == null || phase.equals(TrainingJob.TEACHER)) {
            return 0;
        }
        boolean asIs = student.training().augmentation().isNone();
        int copies = asIs ? 1 : distill.copies();
        return (long) train.size() * copies * train.targets().names().size() * Float.BYTES;
    }
}
