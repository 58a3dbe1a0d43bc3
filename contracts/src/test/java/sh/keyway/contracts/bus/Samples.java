package sh.keyway.contracts.bus;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.Purpose;
import sh.keyway.contracts.secrets.SecretsRoom;

/**
 * Instances of every record that crosses the bus, made from the records themselves so that a new
 * one is covered the day it is added: of each type one with every member, one with every nullable
 * member null and every collection empty, and one for each alternative of a sealed member. No two
 * members of an instance hold the same value, so that none can stand in for another.
 */
final class Samples {
  private final boolean sparse;
  private final int alternative;
  private final Predicate<String> planted;
  private final String canary;
  private int count;

  private Samples(boolean sparse, int alternative, Predicate<String> planted, String canary) {
    this.sparse = sparse;
    this.alternative = alternative;
    this.planted = planted;
    this.canary = canary;
  }

  /** Every operation of every room. */
  static List<Operation<?, ?>> operations() {
    return Stream.of(CryptoRoom.operations(), SecretsRoom.operations(), ConnectRoom.operations())
        .<Operation<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** Every request and answer type. */
  static Stream<Class<? extends Record>> types() {
    return operations().stream()
        .flatMap(o -> Stream.<Class<? extends Record>>of(o.request(), o.answer()))
        .distinct();
  }

  /** Instances of every type. */
  static Stream<Record> all() {
    return types()
        .flatMap(type ->
            Stream.of(false, true)
                .flatMap(sparse ->
                    Stream.of(0, 1, 2, 3, 4)
                        .map(i -> new Samples(sparse, i, n -> false, "").record(type))));
  }

  /** A full instance with the canary in every text member, also inside maps, of these names. */
  static <R extends Record> R with(Class<R> type, String canary, Predicate<String> members) {
    return new Samples(false, 0, members, canary).record(type);
  }

  private <R extends Record> R record(Class<R> type) {
    if (type == Binding.class) {
      return type.cast(binding());
    }
    RecordComponent[] members = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(members).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(members).map(m -> value(m.getName(), m.getAnnotatedType())).toArray();
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  private Binding binding() {
    return sparse
        ? Binding.of(Purpose.KEY_CHECK, uuid())
        : Binding.revision(uuid(), uuid(), Long.MAX_VALUE - ++count);
  }

  private @Nullable Object value(String name, AnnotatedType annotated) {
    if (sparse && annotated.isAnnotationPresent(Nullable.class)) {
      return null;
    }
    Type type = annotated.getType();
    if (type instanceof ParameterizedType generic) {
      return collection(name, (Class<?>) generic.getRawType(), annotated);
    }
    return scalar(name, (Class<?>) type);
  }

  private Object collection(String name, Class<?> raw, AnnotatedType annotated) {
    if (sparse) {
      return raw == Map.class ? Map.of() : raw == Set.class ? Set.of() : List.of();
    }
    AnnotatedType[] of = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
    Object one = notNull(value(name, of[0]));
    if (raw == Map.class) {
      return Map.of(one, notNull(value(name, of[1])), text("other"), notNull(value(name, of[1])));
    }
    Object two = notNull(value(name, of[0]));
    return raw == Set.class ? Set.of(one) : List.of(one, two);
  }

  private Object scalar(String name, Class<?> type) {
    if (type == String.class) {
      return planted.test(name) ? canary : text(name);
    }
    if (type == byte[].class) {
      return new byte[] {0, -1, 127, -128, (byte) ++count};
    }
    if (type == int.class || type == Integer.class) {
      return Integer.MAX_VALUE - ++count;
    }
    if (type == long.class || type == Long.class) {
      return Long.MAX_VALUE - ++count;
    }
    if (type == boolean.class || type == Boolean.class) {
      return ++count % 2 == alternative % 2;
    }
    if (type == UUID.class) {
      return uuid();
    }
    if (type == Instant.class) {
      return Instant.parse("2026-11-24T06:42:00.123456789Z").plusSeconds(++count);
    }
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[(alternative + ++count) % constants.length];
    }
    if (type.isSealed()) {
      Class<?>[] subtypes = type.getPermittedSubclasses();
      return record(subtypes[alternative % subtypes.length].asSubclass(Record.class));
    }
    if (type.isRecord()) {
      return record(type.asSubclass(Record.class));
    }
    throw new IllegalStateException("no sample of " + type);
  }

  private String text(String name) {
    return name + ++count + " \"\\\n\u0000é€🔑";
  }

  private UUID uuid() {
    return new UUID(0x0192_e4a0_7c3b_7defL + ++count, 0x8a11_5b6c_7d8e_9f00L - count);
  }

  private static Object notNull(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
