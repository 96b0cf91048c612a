package io.github.cordonfs.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a target on the command line. */
final class TargetConverter implements ITypeConverter<Target> {

  @Override
  public Target convert(String value) {
    try {
      return Target.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
