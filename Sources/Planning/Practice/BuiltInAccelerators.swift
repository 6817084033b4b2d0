extension AcceleratorTable {
    /// Dense bf16 peaks of devices as their vendors print them; prices are never among them, for they go out of date.
    public static let builtIn = AcceleratorTable(nvidia + google + amd + intel + aws)

    private static let nvidia = [
        Accelerator(
            unchecked: "V100", 125e12,
            "NVIDIA, Tesla V100 GPU Accelerator data sheet: SXM2, fp16, for it has no bf16"),
        Accelerator(unchecked: "A10", 125e12, "NVIDIA, A10 Tensor Core GPU data sheet"),
        Accelerator(unchecked: "A100", 312e12, "NVIDIA, A100 Tensor Core GPU data sheet"),
        Accelerator(
            unchecked: "L4", 242e12 / 2, "NVIDIA, L4 Tensor Core GPU data sheet: half of 242 TFLOP/s with sparsity"),
        Accelerator(unchecked: "L40S", 362.05e12, "NVIDIA, L40S GPU data sheet"),
        Accelerator(
            unchecked: "H100-SXM", 1979e12 / 2,
            "NVIDIA, H100 Tensor Core GPU data sheet: half of 1979 TFLOP/s with sparsity"),
        Accelerator(
            unchecked: "H100-PCIe", 1513e12 / 2,
            "NVIDIA, H100 Tensor Core GPU data sheet: half of 1513 TFLOP/s with sparsity"),
        Accelerator(
            unchecked: "H100-NVL", 1671e12 / 2,
            "NVIDIA, H100 Tensor Core GPU data sheet: half of 1671 TFLOP/s with sparsity, one GPU"),
        Accelerator(
            unchecked: "H200", 1979e12 / 2,
            "NVIDIA, H200 Tensor Core GPU data sheet: SXM, half of 1979 TFLOP/s with sparsity"),
        Accelerator(
            unchecked: "B200", 2250e12, "NVIDIA, Blackwell Architecture Technical Brief: HGX B200, one GPU"),
        Accelerator(
            unchecked: "GB200", 2500e12,
            "NVIDIA, Blackwell Architecture Technical Brief: GB200 Superchip, one of its two GPUs"),
    ]

    private static let google = [
        Accelerator(unchecked: "TPU-v4", 275e12, "Google, Cloud TPU documentation, TPU v4: one chip"),
        Accelerator(unchecked: "TPU-v5e", 197e12, "Google, Cloud TPU documentation, TPU v5e: one chip"),
        Accelerator(unchecked: "TPU-v5p", 459e12, "Google, Cloud TPU documentation, TPU v5p: one chip"),
        Accelerator(unchecked: "TPU-v6e", 918e12, "Google, Cloud TPU documentation, TPU v6e (Trillium): one chip"),
    ]

    private static let amd = [
        Accelerator(
            unchecked: "MI250X", 383e12, "AMD, Instinct MI250X Accelerator data sheet: the card of two dies"),
        Accelerator(unchecked: "MI300X", 1307.4e12, "AMD, Instinct MI300X Accelerator data sheet"),
        Accelerator(unchecked: "MI325X", 1307.4e12, "AMD, Instinct MI325X Accelerator data sheet"),
    ]

    private static let intel = [
        Accelerator(
            unchecked: "Gaudi-2", 432e12,
            "Intel, Gaudi 3 AI Accelerator: Architected for Gen AI Training and Inference, Hot Chips 2024"),
        Accelerator(
            unchecked: "Gaudi-3", 1835e12,
            "Intel, Gaudi 3 AI Accelerator: Architected for Gen AI Training and Inference, Hot Chips 2024"),
    ]

    private static let aws = [
        Accelerator(
            unchecked: "Trainium1", 190e12, "AWS, Neuron documentation, Trainium Architecture: a chip of two cores"),
        Accelerator(
            unchecked: "Trainium2", 667e12,
            "AWS, Neuron documentation, Trainium2 Architecture: a chip of eight cores"),
    ]
}
