"""Words to make people of: given and family names of many cultures.

Spelled as families spell them, with accents, apostrophes, hyphens and now and then in their own script, because
that is what must survive the trip from the student system to a text message.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """Names that go together, the language spoken at home, and how many of 1,000 families are of it."""

    key: str
    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    """Words at spaces; `_` stands for a space inside a name."""
    return tuple(word.replace("_", " ") for word in text.split())


ENGLISH = Culture(
    "english",
    "en",
    430,
    _words("""
        Abigail Addison Alice Amelia Anna Audrey Ava Beth Brooke Caroline Charlotte Chloe Claire Clara Daisy
        Eleanor Eliza Ella Emily Emma Erin Eva Evelyn Faith Fiona Grace Hannah Harper Hazel Heather Helen
        Holly Isla Ivy Jane Jenna Joan Josie Julia June Kate Kayla Laura Leah Lily Lucy Mabel Maggie
        Mary-Kate Megan Molly Natalie Nora Olive Paige Penny Piper Quinn Rachel Rose Ruby Sadie Sarah
        Scarlett Sophie Stella Tessa Violet Willa Zoe
    """),
    _words("""
        Aaron Adam Alan Andrew Asher Austin Ben Blake Brandon Brian Caleb Cameron Carter Charlie Cole Colin
        Connor Daniel David Dean Dylan Edward Eli Elliot Ethan Evan Felix Finn Gavin George Graham Grant
        Henry Hudson Hugh Ian Isaac Jack Jacob James Jason Joel John Jonah Josh Kevin Kyle Leo Levi Liam
        Logan Lucas Luke Mark Mason Matt Miles Nathan Noah Nolan Oliver Oscar Owen Patrick Paul Peter Reid
        Robert Ryan Sam Scott Sean Simon Thomas Tyler Vincent Wade Wesley Will Wyatt Zach
    """),
    _words("""
        Adams Allen Anderson Armstrong Atkins Bailey Baker Barnes Bell Bennett Black Boone Bradley Brooks
        Brown Burke Butler Campbell Carpenter Carter Clark Coleman Collins Cook Cooper Cox Crawford D'Angelo
        Davidson Dixon Dunn Edwards Elliott Evans Fisher Fletcher Ford Foster Fox Gibson Gordon Graham Gray
        Griffin Hall Hamilton Harper Harrison Hart Hayes Henderson Hill Holland Howard Hughes Hunt Jackson
        James Jenkins Johnson Jordan Kelley Kennedy Knight Lambert Lane Larson Lawrence Lloyd-Hughes
        MacDonald Marsh Mason McAllister McCarthy McKenzie Miller Mills Mitchell Moore Morgan Morris Murphy
        Nelson Newman Norris O'Brien O'Connor O'Neill Olsen Palmer Parker Parsons Payne Pearce Perkins
        Peters Phillips Porter Powell Price Reed Reynolds Rhodes Riley Roberts Rogers Ross Russell Sanders
        Shaw Simmons Smith Spencer St._Clair Stanley Stevens Stone Sullivan Taylor Thompson Tucker Turner
        Van_Buren Vaughn Wagner Walker Wallace Walsh Ward Watson Webb Wells Wheeler White Wilkins Williams
        Wilson Wood Wright Young
    """),
)
SPANISH = Culture(
    "spanish",
    "es",
    220,
    _words("""
        Adriana Alejandra Alma Ana_María Araceli Beatriz Camila Carmen Catalina Cecilia Daniela Dolores
        Elena Esperanza Estela Fernanda Gabriela Graciela Guadalupe Inés Itzel Jimena Julieta Leticia Lucía
        Luz Magdalena María María_José Mariana Marisol Noemí Paloma Paola Pilar Raquel Renata Rocío Rosalía
        Sofía Valentina Verónica Ximena Yesenia Zulema
    """),
    _words("""
        Adrián Alejandro Alonso Álvaro Ángel Armando Arturo Benito Carlos César Cristóbal Damián Diego
        Eduardo Emiliano Enrique Ernesto Esteban Fabián Felipe Fernando Gonzalo Guillermo Héctor Hugo
        Ignacio Jaime Javier Jesús Joaquín Jorge José_Luis Juan_Pablo Julián Leonel Lorenzo Luis Marcos
        Mateo Nicolás Octavio Óscar Pablo Rafael Ramón Raúl Rodrigo Rubén Salvador Santiago Sebastián Tomás
        Ulises Vicente
    """),
    _words("""
        Acosta Aguilar Álvarez Arroyo Ávila Barrera Beltrán Bustamante Cabrera Camacho Cárdenas Castañeda
        Cervantes Chávez Contreras Córdova de_la_Cruz De_León Delgado Domínguez Durán Escobar Espinoza
        Estrada Figueroa Fuentes Gallegos García García-Ruiz Gutiérrez Guzmán Hernández Herrera Ibáñez
        Jiménez Juárez Lara López Lozano Luna Maldonado Marín Márquez Medina Mejía Méndez Mendoza Molina
        Montoya Moreno Muñoz Navarro Núñez Ochoa Olivares Ortega Ortiz Pacheco Padilla Peña Peña-Soto Pérez
        Quiñones Quintero Ramírez Rangel Reyes Ríos Rivas Robledo Rodríguez Rosales Ruiz Salazar Sandoval
        Serrano Solís Soto Suárez Tapia Trujillo Ureña Valdez Vargas Vásquez Vega Velasco Villalobos Zamora
        Zavala Zúñiga
    """),
)
VIETNAMESE = Culture(
    "vietnamese",
    "vi",
    55,
    _words("""
        Ánh Bích Châu Chi Diễm Dung Giang Hà Hằng Hạnh Hiền Hoa Hồng Hương Kim Lan Liên Linh Mai Mỹ Nga Ngọc
        Nhung Oanh Phương Quyên Thảo Thu Thủy Trang Trinh Tuyết Vân Xuân Yến
    """),
    _words("""
        An Anh Bảo Bình Cường Đạt Đức Dũng Duy Hải Hiếu Hoàng Hùng Huy Khánh Khoa Kiên Lâm Long Minh Nam
        Nghĩa Phong Phúc Quang Quân Sơn Tài Thắng Thành Tiến Toàn Trung Tuấn Việt Vinh
    """),
    _words("""
        Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn
        Lâm Mai Trịnh Tô
    """),
)
CHINESE = Culture(
    "chinese",
    "zh",
    50,
    _words("""
        Ai Bao Chun Fang Fei Hong Hui Jia Jing Juan Lan Li Lian Ling Mei Min Na Ning Ping Qian Qing Rong
        Shan Ting Xia Xiu Xue Yan Yi Ying Yu Yue Zhen 雨桐 欣怡
    """),
    _words("""
        Bin Bo Chao Cheng Dong Feng Gang Guang Hai Hao Hua Jian Jie Jun Kai Lei Liang Long Ming Peng Qiang
        Rui Tao Wei Wen Xiang Xin Yang Yong Zhi Zhong 浩然 子轩
    """),
    _words("""
        Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie
        Song Tang Deng Han Feng Cao Peng Xiao Cheng Pan Lü Ouyang 王 陈
    """),
)
ARABIC = Culture(
    "arabic",
    "ar",
    45,
    _words("""
        Aisha Amal Amina Asma Dalia Dina Fadwa Farah Fatima Hala Hanan Huda Iman Jamila Khadija Layla Lina
        Mariam Maysa Mona Nadia Najwa Noor Rana Rania Reem Salma Samira Sara Shaima Yasmin Zahra Zaynab ليلى
    """),
    _words("""
        Abdullah Adel Ahmad Ali Amir Anwar Bashir Bilal Fadi Faisal Farid Hamza Hasan Hussein Ibrahim Idris
        Jamal Kareem Khalid Mahmoud Mustafa Nabil Nasser Omar Rashid Sami Tariq Waleed Yahya Yousef Zayd
    """),
    _words("""
        Abboud Al-Amin Al-Hashimi Al-Sayed Awad Aziz Barakat Darwish El-Masri Fakhoury Farouk Ghanem Haddad
        Hamdan Issa Jaber Kassem Khalil Khoury Mansour Nasser Obeid Qasim Rahman Saleh Salem Shaheen
        Suleiman Tahan Younis Zaidan
    """),
)
SOMALI = Culture(
    "somali",
    "so",
    40,
    _words("""
        Amran Asha Ayaan Deeqa Fadumo Faiza Fowsiya Halimo Hamdi Hibo Hodan Idil Ifrah Ikran Ladan Maryan
        Muna Naima Nimco Rahma Sagal Sahra Shukri Sucaad Ubax Warsan Yasmiin Zamzam
    """),
    _words("""
        Abdi Abdirahman Abdullahi Abshir Ayanle Bashiir Cabdi Daahir Faarah Guled Hassan Hirsi Ismail Jamac
        Khadar Liban Mahad Maxamed Mowliid Nuur Saciid Samatar Sharmarke Warsame Yusuf Zakariye
    """),
    _words("""
        Abdi Abdulle Aden Ahmed Ali Barre Dahir Duale Egal Farah Gedi Guled Hashi Hassan Hersi Hussein
        Ismail Jama Mohamed Mohamud Muse Noor Omar Osman Roble Samatar Sharif Warsame Yusuf
    """),
)
HAITIAN = Culture(
    "haitian",
    "ht",
    35,
    _words("""
        Béatrice Carline Claudette Darline Esther Fabienne Francesca Ghislaine Guerda Islande Jocelyne
        Judeline Ketsia Lovely Magalie Marie-Ange Marie-Rose Mirlande Nadège Natacha Rose-Laure Roseline
        Sabine Solange Widline Yolande
    """),
    _words("""
        Alix Antoine Berthony Dieudonné Dieuseul Emmanuel Evens Fritz Gérald Guerson Jacques Jean-Baptiste
        Jean-Robert Jimmy Josué Lesly Luckner Makenson Ovilson Pierre-Louis Renald Ricardo Robenson Stanley
        Wilner Wisler Yves
    """),
    _words("""
        Alexis Antoine Augustin Baptiste Beauvoir Bien-Aimé Célestin Charles Dorval Desrosiers Dieujuste
        Étienne Fils-Aimé François Germain Innocent Jean Jean-Louis Joseph Laguerre Louis-Jean Michel Noël
        Paul Pierre Prosper Saint-Fleur Saint-Louis Toussaint Valcin
    """),
)
RUSSIAN = Culture(
    "russian",
    "ru",
    40,
    _words("""
        Alla Alyona Anastasiya Darya Ekaterina Galina Inna Irina Kira Kseniya Larisa Lyubov Lyudmila Marina
        Nadezhda Nina Oksana Olesya Olga Polina Raisa Snezhana Svetlana Tamara Tatiana Ulyana Valeriya Vera
        Yelena Yulia Zoya Анна
    """),
    _words("""
        Aleksandr Aleksey Anatoly Andrey Arkady Artyom Boris Denis Dmitry Fyodor Gennady Gleb Grigory Igor
        Ilya Kirill Konstantin Lev Maksim Matvey Mikhail Nikita Oleg Pavel Roman Ruslan Semyon Sergey Stepan
        Timofey Vadim Viktor Vladimir Yegor Yuri Алексей
    """),
    _words("""
        Baranko Bondarenko Chernenko Davydenko Fedorenko Golub Hrytsenko Kalinchuk Karpenko Koval Kovalenko
        Kravets Lysenko Makarenko Melnyk Moroz Nikitenko Orlyk Pavlenko Petrenko Ponomar Romanenko Rudenko
        Savchuk Shevchenko Sokol Tarasenko Tkachenko Vlasenko Zaitsev Zhuk
    """),
)
DINE = Culture(
    "dine",
    "en",
    45,
    _words("""
        Ashkii Bah Dezbah Doli Haseya Kai Nascha Nizhoni Ooljee Sahkyo Shandiin Shideezhi Yanaba Yazhi Amber
        Cheyenne Delphine Sage Talia Winona
    """),
    _words("""
        Ahiga Bidzii Gad Hastiin Hok'ee Naalnish Niyol Sani Shilah Tse Yiska Cody Darrell Delbert Elroy Kyle
        Leland Tyrell Wendell
    """),
    _words("""
        Begay Begaye Benally Bitsui Chee Cly Dennison Denetclaw Etsitty Francisco Hoskie Manuelito Nakai Nez
        Peshlakai Secody Tallsalt Tohee Tsinajinnie Tsosie Whitehorse Yazzie Yellowhair Zah
    """),
)
SOUTH_ASIAN = Culture(
    "south-asian",
    "en",
    40,
    _words("""
        Aarti Aditi Anjali Bhavna Deepa Divya Gauri Isha Jaya Kavya Lakshmi Leela Meera Nandini Neha Pooja
        Priya Radha Riya Sanjana Shreya Sunita Tara Uma Vidya
    """),
    _words("""
        Aditya Ajay Anil Arjun Ashok Deepak Dev Farhan Gopal Hari Imran Karthik Kiran Manoj Mohan Nikhil
        Pranav Rahul Rajesh Ravi Rohan Sanjay Suresh Vijay Vikram
    """),
    _words("""
        Agarwal Ahmed Banerjee Bhatt Bose Chatterjee Chaudhary Das Desai Gupta Iyer Jain Joshi Kapoor Khan
        Krishnan Kumar Malhotra Mehta Menon Mishra Nair Patel Pillai Rao Reddy Saxena Shah Sharma Singh
        Sinha Srinivasan Verma
    """),
)

CULTURES = (ENGLISH, SPANISH, VIETNAMESE, CHINESE, ARABIC, SOMALI, HAITIAN, RUSSIAN, DINE, SOUTH_ASIAN)
