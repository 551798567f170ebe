/** How good a model file is on labelled samples, and what it has to do. */
@NullMarked
package dev.alambic.run.measure;

import org.jspecify.annotations.NullMarked;
