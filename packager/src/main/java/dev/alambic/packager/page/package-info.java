/** The pages of a package that people read: what to do with it, and what the model is and is not. */
@NullMarked
package dev.alambic.packager.page;

import org.jspecify.annotations.NullMarked;
