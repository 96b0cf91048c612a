package io.github.cordonfs.nio.management;

import io.github.cordonfs.CordonMXBean;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardEmitterMBean;
import org.jspecify.annotations.Nullable;

/** The bean of a file system with what consoles show: descriptions, names of parameters. */
final class DescribedBean extends StandardEmitterMBean {

  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("Name", "Name of the file system: the authority of its URIs"),
          Map.entry(
              "CapacityBytes",
              "What files can use at most, in bytes: the size less retired memory"),
          Map.entry("UsedBytes", "What files hold, in bytes, lost pages included"),
          Map.entry(
              "ResidentBytes", "Memory obtained from the operating system, free or used, in bytes"),
          Map.entry("HugeBytes", "What files hold in huge folios of 2 MiB, in bytes"),
          Map.entry(
              "PhysicalHugeBytes",
              "Part of the resident memory that the operating system backs with huge pages of its"
                  + " own, in bytes"),
          Map.entry(
              "DataLostBytes",
              "Data that is lost now, in bytes: pages of files that memory failures took and that"
                  + " were neither cleared nor restored. Alert on more than 0"),
          Map.entry(
              "RetiredBytes",
              "Memory that failed or was about to fail and is in no file any more, in bytes. It is"
                  + " not used again"),
          Map.entry("OutOfServiceBytes", "Lost pages of files and retired memory, in bytes"),
          Map.entry(
              "OutOfServiceBytesBySource",
              "The same by who found the failure; without what soft offline took"),
          Map.entry(
              "AddressRanges",
              "Ranges of addresses that the whole process is mapped in; -1 if it is not known"),
          Map.entry(
              "MaxAddressRanges",
              "How many ranges of addresses the kernel allows a process: vm.max_map_count"),
          Map.entry(
              "AddressRangesShare",
              "Ranges of addresses in use, from 0 to 1; at 1 the JVM itself may die"),
          Map.entry(
              "MemoryFailures",
              "Memory failures handled since the file system was made, by who found them. Recovered:"
                  + " the memory is out of use and whoever reads lost data is told"),
          Map.entry("BadFiles", "Files that have lost data, one path of each"));

  private static final String BAD_RANGES =
      "Returns the lost ranges of a file, in bytes, ascending, adjacent pages joined";

  /** The same for every file system; made once, as many are opened and few looked at. */
  private static volatile @Nullable MBeanInfo described;

  DescribedBean(CordonMXBean bean, FailureNotifications notifications) {
    super(bean, CordonMXBean.class, true, notifications);
  }

  @Override
  protected @Nullable MBeanInfo getCachedMBeanInfo() {
    return described;
  }

  @Override
  protected void cacheMBeanInfo(@Nullable MBeanInfo info) {
    described = info;
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return "A file system in memory that survives memory errors: its memory, what failures took,"
        + " and a notification for each failure";
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    return ATTRIBUTES.getOrDefault(info.getName(), info.getName());
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    return BAD_RANGES;
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return "path";
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return "Absolute path of a regular file in the file system; symbolic links are followed";
  }

  @Override
  protected int getImpact(MBeanOperationInfo info) {
    return MBeanOperationInfo.INFO;
  }
}
