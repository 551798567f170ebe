/**
 * What a recipe says about networks, training, distillation and pruning, as plain values.
 *
 * <pre>{@code
 * ExperimentSpec = name, seed, TeacherSpec?, StudentSpec?
 * TeacherSpec    = file? | NetworkSpec, TrainingSpec
 * StudentSpec    = NetworkSpec, TrainingSpec, DistillSpec?, PruneSpec?, Course
 * Course         = Once | Stages(AssistantSpec...) | LayerByLayer(LayerPace, stacked) | Generations(count, keep)
 * NetworkSpec    = Mlp(hidden...) | Cnn(Layer...) | Onnx(file, cut?, HeadSpec?)
 * TrainingSpec   = epochs, batchSize, OptimizerSpec, LearningRateSchedule, Augmentation, WeightRate*, ...
 * DistillSpec    = temperature, WeightSchedule, copies
 * PruneSpec      = Criterion x Granularity x SparsitySchedule x Scope, startEpoch, endEpoch, sparsity
 * }</pre>
 *
 * <p>Every record can be filled from a text file by the names of its components: {@code defaults()} gives the value of
 * each one left out, a sealed interface is chosen by the simple name of its record, and the constructors refuse what
 * cannot be, with the name of the component.
 */
@NullMarked
package dev.alambic.trainer.spec;

import org.jspecify.annotations.NullMarked;
