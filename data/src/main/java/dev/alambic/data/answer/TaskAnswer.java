package dev.alambic.data.answer;

/** What a model says of one sample, in one task. */
public sealed interface TaskAnswer permits LabelPrediction, NumberPrediction, Prediction {}
