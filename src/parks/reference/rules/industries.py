"""GB/T 4754-2017: the twenty sections and their divisions, as `code 名称 | name`. No maintained package has them."""

TEXT = """
A 农、林、牧、渔业 | Agriculture, forestry, animal husbandry and fishery
A01 农业 | Agriculture
A02 林业 | Forestry
A03 畜牧业 | Animal husbandry
A04 渔业 | Fishery
A05 农、林、牧、渔专业及辅助性活动 | Support activities for agriculture
B 采矿业 | Mining
C 制造业 | Manufacturing
C13 农副食品加工业 | Processing of farm products
C14 食品制造业 | Food
C15 酒、饮料和精制茶制造业 | Beverages and tea
C17 纺织业 | Textiles
C18 纺织服装、服饰业 | Apparel
C20 木材加工和木、竹、藤、棕、草制品业 | Wood products
C21 家具制造业 | Furniture
C22 造纸和纸制品业 | Paper
C23 印刷和记录媒介复制业 | Printing
C24 文教、工美、体育和娱乐用品制造业 | Culture, arts and sports goods
C25 石油、煤炭及其他燃料加工业 | Fuel processing
C26 化学原料和化学制品制造业 | Chemicals
C27 医药制造业 | Pharmaceuticals
C28 化学纤维制造业 | Chemical fibres
C29 橡胶和塑料制品业 | Rubber and plastics
C30 非金属矿物制品业 | Non-metallic mineral products
C31 黑色金属冶炼和压延加工业 | Ferrous metals
C32 有色金属冶炼和压延加工业 | Non-ferrous metals
C33 金属制品业 | Metal products
C34 通用设备制造业 | General equipment
C35 专用设备制造业 | Special equipment
C36 汽车制造业 | Automobiles
C37 铁路、船舶、航空航天和其他运输设备制造业 | Railway, ships, aerospace and other transport equipment
C38 电气机械和器材制造业 | Electrical machinery
C39 计算机、通信和其他电子设备制造业 | Computers, communication and other electronics
C40 仪器仪表制造业 | Instruments
C41 其他制造业 | Other manufacturing
C42 废弃资源综合利用业 | Recycling
C43 金属制品、机械和设备修理业 | Repair of machinery
D 电力、热力、燃气及水生产和供应业 | Electricity, heat, gas and water
E 建筑业 | Construction
F 批发和零售业 | Wholesale and retail
G 交通运输、仓储和邮政业 | Transport, storage and post
H 住宿和餐饮业 | Accommodation and catering
I 信息传输、软件和信息技术服务业 | Information transmission, software and IT services
I63 电信、广播电视和卫星传输服务 | Telecommunication and broadcasting
I64 互联网和相关服务 | Internet services
I65 软件和信息技术服务业 | Software and IT services
J 金融业 | Finance
K 房地产业 | Real estate
L 租赁和商务服务业 | Leasing and business services
M 科学研究和技术服务业 | Scientific research and technical services
M73 研究和试验发展 | Research and development
M74 专业技术服务业 | Technical services
M75 科技推广和应用服务业 | Technology transfer and application
N 水利、环境和公共设施管理业 | Water, environment and public facilities
O 居民服务、修理和其他服务业 | Household services, repair and others
P 教育 | Education
Q 卫生和社会工作 | Health and social work
R 文化、体育和娱乐业 | Culture, sports and entertainment
S 公共管理、社会保障和社会组织 | Public administration and social organisations
T 国际组织 | International organisations
"""


def rows() -> list[tuple[str, str, str, str]]:
    """Code, parent (empty for a section), Chinese name, English name."""
    found = []
    for line in TEXT.strip().splitlines():
        head, english = line.split(" | ")
        code, chinese = head.split(" ", 1)
        found.append((code, code[0] if len(code) > 1 else "", chinese, english))
    return found
