/**
 * What models do: {@code Task = Classify classes | MultiLabel labels | Regress targets | MultiTask parts}. A task says
 * what samples are answered with, how answers are judged, and what a model says of itself; all else asks it.
 */
@NullMarked
package dev.alambic.data.task;

import org.jspecify.annotations.NullMarked;
