package io.github.cordonfs.frame;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes sure that there is stack for a whole operation before it takes anything: a lock, a
 * reference, a reservation. A StackOverflowError comes here or never, and nothing was done. Every
 * operation that changes something or takes a lock begins with {@link #touch}.
 *
 * <p>What is touched is the frame of a method with a great many local variables, made for this. The
 * interpreter makes room for all of them before the method begins; compiled code looks at its
 * beginning for the room that the interpreter would need, a store for each 4 KiB of it. That is 2
 * ns for these 32 KiB. (For 48 KiB it would be 25 or more: as many addresses that are a multiple of
 * 4 KiB apart do not fit in the first cache of common processors.)
 */
public final class StackProbe {

  /**
   * What there is after {@link #touch}, in bytes. A test finds that three quarters of it suffice.
   */
  static final int BYTES = 32 << 10;

  private static final ClassDesc ROOM = ClassDesc.ofDescriptor(Room.class.descriptorString());
  private static final MethodTypeDesc TAKE = MethodTypeDesc.of(CD_int, CD_int);

  private static final Room PROBE = room(Size.bytes);

  private StackProbe() {}

  /** How much is touched, before this class is initialized: for the test that takes less. */
  static final class Size {
    static int bytes = BYTES;

    private Size() {}
  }

  /** A method with a large frame. */
  interface Room {
    /**
     * Does nothing, so many times.
     *
     * @param times always 0, which the compiler cannot know
     */
    int take(int times);
  }

  /**
   * Makes sure that there is stack.
   *
   * @throws StackOverflowError if not
   */
  public static void touch() {
    int ignored = PROBE.take(0);
  }

  /** Makes a method with a frame of a size. */
  static Room room(int bytes) {
    ClassDesc name = ClassDesc.ofDescriptor(StackProbe.class.descriptorString()).nested("Frame");
    byte[] code =
        ClassFile.of()
            .build(
                name,
                made ->
                    made.withFlags(ClassFile.ACC_FINAL)
                        .withInterfaceSymbols(ROOM)
                        .withMethodBody(
                            INIT_NAME,
                            MTD_void,
                            0,
                            init ->
                                init.aload(0)
                                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                                    .return_())
                        .withMethodBody(
                            "take",
                            TAKE,
                            ClassFile.ACC_PUBLIC,
                            take -> take(take, bytes / Long.BYTES)));
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(code, true);
      return (Room)
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * In place of {@code if (times != 0) { last variable = take(times - 1); } return times;}. It is
   * too long to be compiled into its callers, who then would not need its frame; and it has a call,
   * without which it would not need one itself.
   */
  private static void take(CodeBuilder code, int variables) {
    for (int i = 0; i < 400; i++) {
      code.nop();
    }
    Label end = code.newLabel();
    code.iload(1)
        .ifeq(end)
        .aload(0)
        .iload(1)
        .iconst_1()
        .isub()
        .invokeinterface(ROOM, "take", TAKE)
        .istore(variables - 1)
        .labelBinding(end)
        .iload(1)
        .ireturn();
  }
}
