/**
 * What a model takes and gives, and the steps around it: from its signature, from what it says of itself, and from what
 * the caller adds for models that say nothing.
 */
@NullMarked
package dev.alambic.packager.contract;

import org.jspecify.annotations.NullMarked;
